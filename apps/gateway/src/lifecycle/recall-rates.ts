import type { CallFilter, Stores } from '@weighbridge/db';
import { type Engine, RATE_PERIOD_MS } from '@weighbridge/embeddings';

/** As fine as the windows that they are counted in. */
const STEPS = 60;

/**
 * Counts under each rate limit what the ledger knows of the minute or hour before this start, so that a restart gives
 * nobody a second allowance. Calls that were refused left no line and are not counted.
 */
export async function recallRates(
  { rateLimits, spend }: Pick<Stores, 'rateLimits' | 'spend'>,
  engine: Pick<Engine, 'countBefore'>,
  now: number,
): Promise<void> {
  for (const limit of await rateLimits.list()) {
    const periodMs = RATE_PERIOD_MS[limit.period];
    // What came before the limit did was not under it.
    const from = Math.max(limit.createdAt, now - periodMs);
    const calls = await spend.calls({ ...callersIn(limit.scope), from, stepMs: periodMs / STEPS });
    engine.countBefore(
      limit,
      calls.map(({ at, calls, tokens }) => ({ at, amount: limit.metric === 'requests' ? calls : tokens })),
    );
  }
}

function callersIn(scope: string): Pick<CallFilter, 'projectId' | 'keyId'> {
  const [kind, id] = [scope.slice(0, scope.indexOf(':')), scope.slice(scope.indexOf(':') + 1)];
  if (kind === 'project') return { projectId: id };
  return kind === 'key' ? { keyId: id } : {};
}
