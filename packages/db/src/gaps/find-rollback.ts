import type { Connection } from '../files/connection.ts';
import { LedgerClock } from '../ledger/clock.ts';
import { readMark } from './mark.ts';
import { recordGap } from './record-gap.ts';

/**
 * Opens a gap when the database is an older copy than the one that was here before. How long the lost one went on is
 * known only when it was closed in order. Within a write transaction.
 */
export function findRollback(
  connection: Connection,
  markPath: string,
  { gapId, now }: { gapId: string; now: number },
): void {
  const mark = readMark(markPath);
  if (!mark || mark.highWater <= new LedgerClock(connection).highWater()) return;
  const known = mark.highWater + 1;
  const to = mark.clean ? known : Math.max(known, now);
  recordGap(connection, { id: gapId, to, cause: 'rollback' }, 'start', now);
}
