import type { Budget } from '../trpc/types.ts';
import type { Range } from './range.ts';

const RANGE_OF: Readonly<Record<Budget['window'], Range>> = {
  hour: '24h',
  day: '24h',
  week: '7d',
  month: '30d',
  total: '12m',
};

/** The Spend page, narrowed to what a budget limits, over about as long as its window is. */
export function spendHref({ scope, window }: Pick<Budget, 'scope' | 'window'>): string {
  const colon = scope.indexOf(':');
  const query = new URLSearchParams({ range: RANGE_OF[window] });
  if (colon > 0) query.set(scope.slice(0, colon), scope.slice(colon + 1));
  return `/spend?${query}`;
}

/** The same for what an alert tells, whose facts are open; null when it is about no budget. */
export function spendHrefOfFacts({ budget }: Readonly<Record<string, unknown>>): string | null {
  if (typeof budget !== 'object' || budget === null) return null;
  const { scope, window } = budget as Record<string, unknown>;
  return typeof scope === 'string' && isWindow(window) ? spendHref({ scope, window }) : null;
}

function isWindow(value: unknown): value is Budget['window'] {
  return typeof value === 'string' && Object.hasOwn(RANGE_OF, value);
}
