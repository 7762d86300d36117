import type { RouterOutputs } from '@weighbridge/client';
import { usageError } from '../command-line/cli-error.ts';
import { duration } from '../present/quantity.ts';
import { type Column, table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

type RateLimit = RouterOutputs['rateLimits']['set'];

const METRICS = ['requests', 'tokens'] as const;
const PERIODS = ['minute', 'hour'] as const;

/** `weighbridge rate-limits list`. JSON: an array. */
export async function listRateLimits({ ask, terminal }: Desk): Promise<void> {
  const limits = await ask((trpc) => trpc.rateLimits.list.query());
  terminal.result(limits, () =>
    rateLimitTable(
      limits,
      [
        { title: 'USED', value: ({ used }) => String(used), align: 'right' },
        { title: 'ROOM IN', value: ({ waitMs }) => (waitMs === 0 ? 'now' : duration(waitMs / 1000)) },
      ],
      'No rate limits. Set one: weighbridge rate-limits set --scope global --metric requests --period minute --limit 600',
    ),
  );
}

export interface SetRateLimitOptions {
  scope: string;
  metric: string;
  period: string;
  limit: string;
  reason?: string;
}

/** `weighbridge rate-limits set`: creates the limit of a scope, metric and period, or changes it. JSON: the limit. */
export async function setRateLimit({ ask, terminal }: Desk, options: SetRateLimitOptions): Promise<void> {
  const metric = oneOf(METRICS, '--metric', options.metric);
  const period = oneOf(PERIODS, '--period', options.period);
  const limit = wholeNumber(options.limit);
  const stored = await ask((trpc) =>
    trpc.rateLimits.set.mutate({ scope: options.scope, metric, period, limit, ...why(options) }),
  );
  terminal.result(stored, () => rateLimitTable([stored], [], ''));
}

/** `weighbridge rate-limits remove <id>|<scope> [metric] [period]`. JSON: `{ id, removed }`. */
export async function removeRateLimit(
  { ask, terminal }: Desk,
  limit: string,
  options: { reason?: string },
): Promise<void> {
  const removed = await ask((trpc) => trpc.rateLimits.remove.mutate({ id: limit, ...why(options) }));
  terminal.result(removed, () => `Rate limit ${limit} is removed.`);
}

function oneOf<T extends string>(allowed: readonly T[], option: string, given: string): T {
  const found = allowed.find((candidate) => candidate === given);
  if (found) return found;
  throw usageError(`${option} is "${given}"; write one of: ${allowed.join(', ')}.`);
}

function wholeNumber(given: string): number {
  const limit = Number(given);
  if (/^[0-9]+$/.test(given) && limit > 0 && Number.isSafeInteger(limit)) return limit;
  throw usageError(`--limit is "${given}"; write a whole number above zero, such as 1000.`);
}

function rateLimitTable<Limit extends RateLimit>(
  limits: readonly Limit[],
  more: readonly Column<Limit>[],
  empty: string,
): string {
  return table(
    limits,
    [
      { title: 'ID', value: (limit) => limit.id },
      { title: 'SCOPE', value: (limit) => limit.scope },
      { title: 'LIMIT', value: (limit) => String(limit.limit), align: 'right' },
      { title: 'METRIC', value: (limit) => limit.metric },
      { title: 'IN ANY', value: (limit) => limit.period },
      ...more,
      { title: 'CREATED', value: (limit) => limit.createdAt },
    ],
    empty,
  );
}
