import type { Connection } from '../files/connection.ts';
import { LedgerClock } from '../ledger/clock.ts';
import type { IntegrityFinding } from '../ports/index.ts';
import { sound, unsound } from './finding.ts';

/** Entries stand in the order of their time, which is what every query over a span of time relies on. */
export function checkOrder(connection: Connection): IntegrityFinding {
  const problems = connection
    .prepare<[], string>(`
      SELECT 'entry ' || id || ' stands after a later one' FROM (
        SELECT id, placed_at, max(placed_at) OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) AS latest FROM entries)
      WHERE placed_at < latest
      UNION ALL
      SELECT 'entry ' || id || ' is ' || state || CASE WHEN closed_at IS NULL THEN ' without' ELSE ' with' END || ' a time of closing'
      FROM entries WHERE (state = 'held') <> (closed_at IS NULL)
      LIMIT 1000`)
    .pluck()
    .all();
  if (problems.length === 0) return sound('order', 'entries stand in the order of their time');
  return unsound(
    'order',
    'entries stand out of order',
    'Sums over a span of time may leave some out: restore the last sound backup.',
    problems,
  );
}

/** The ledger's clock is never behind what it has placed: behind it, a window that has passed would be open again. */
export function checkClock(connection: Connection): IntegrityFinding {
  const highWater = new LedgerClock(connection).highWater();
  const latest =
    connection.prepare<[], number | null>('SELECT max(placed_at) FROM entries').pluck().get() ?? 0;
  if (latest <= highWater) {
    return sound(
      'clock',
      highWater === 0 ? 'the ledger is unused' : `the latest instant seen is ${iso(highWater)}`,
    );
  }
  return unsound(
    'clock',
    'the ledger’s clock is behind its latest entry',
    'Windows that have passed could be used again: restore the last sound backup.',
    [`the clock stands at ${iso(highWater)}, the latest entry at ${iso(latest)}`],
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
