import type { BudgetWindow } from '@weighbridge/embeddings';

export interface ScenarioBudget {
  id: string;
  scope: string;
  window: BudgetWindow;
  timeZone: string;
  resetTime: string;
  /** At the beginning. */
  limitNanoUsd: bigint;
  /** Long windows are raised when they are used up, so that the run goes on; also lowered and restored at random. */
  steered: boolean;
}

export const PROJECTS = ['alpha', 'beta', 'gamma'] as const;

/** What client `n` of a process works for: half of them race for the smallest budget. */
export function projectOf(client: number): string {
  return client % 2 === 0 ? 'alpha' : client % 4 === 1 ? 'beta' : 'gamma';
}

const KEY = 'nightly';

/** Every third client uses the key, the others none. */
export function keyOf(client: number): string | null {
  return client % 3 === 0 ? KEY : null;
}

export const TAGS = ['batch', 'live'] as const;

/** A third of the clients bear one tag, a sixth of them both. */
export function tagsOf(client: number): string[] {
  return TAGS.filter((_, index) => client % (index === 0 ? 3 : 6) === 1);
}

/**
 * A usual call costs about 1,200 nano-USD. The limits of an hour are a handful of calls, so that its clients race for them
 * whenever one begins, on a slow machine too; the longer ones are some dozens.
 */
export const BUDGETS: readonly ScenarioBudget[] = [
  budget('global-total', 'global', 'total', 180_000n, { steered: true }),
  budget('global-month', 'global', 'month', 140_000n, { steered: true }),
  budget('global-day', 'global', 'day', 90_000n, { steered: true }),
  budget('alpha-hour', 'project:alpha', 'hour', 6_000n),
  budget('beta-day', 'project:beta', 'day', 50_000n, {
    steered: true,
    timeZone: 'Europe/Berlin',
    resetTime: '04:00',
  }),
  // Hours of Kolkata begin at half past those of UTC.
  budget('key-hour', `key:${KEY}`, 'hour', 5_000n, { timeZone: 'Asia/Kolkata' }),
  budget('model-week', 'model:text-embedding-3-small', 'week', 220_000n, { steered: true }),
  // Clocks in New York are put back while the run goes on; those of Kathmandu are a quarter of an hour off.
  budget('batch-day', 'tag:batch', 'day', 40_000n, { steered: true, timeZone: 'America/New_York' }),
  budget('live-hour', 'tag:live', 'hour', 5_000n, { timeZone: 'Asia/Kathmandu' }),
  // Wide on purpose: requests are out in it whenever an hour ends.
  budget('provider-hour', 'provider:openai', 'hour', 50_000_000n),
];

function budget(
  id: string,
  scope: string,
  window: BudgetWindow,
  limitNanoUsd: bigint,
  more: Partial<ScenarioBudget> = {},
): ScenarioBudget {
  return { id, scope, window, limitNanoUsd, timeZone: 'UTC', resetTime: '00:00', steered: false, ...more };
}
