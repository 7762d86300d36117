import { AuditWriter } from '../audit/audit-writer.ts';
import type { Connection } from '../files/connection.ts';
import { LedgerClock } from '../ledger/clock.ts';
import type { LedgerGap } from '../ports/index.ts';

/**
 * Opens a gap from the latest instant the ledger knows up to `to`, and moves its clock there, so that no window which
 * has passed meanwhile is used again. Within a write transaction.
 */
export function recordGap(
  connection: Connection,
  gap: Pick<LedgerGap, 'id' | 'to' | 'cause'>,
  actor: string,
  now: number,
): LedgerGap {
  const clock = new LedgerClock(connection);
  // Nothing was spent before the database was made.
  const from = clock.highWater() || madeAt(connection);
  const to = Math.max(gap.to, from + 1);
  connection
    .prepare('INSERT INTO ledger_gaps VALUES (?, ?, ?, ?, ?, NULL, NULL)')
    .run(gap.id, from, to, gap.cause, now);
  clock.advance(to);
  new AuditWriter(connection).write(
    { at: now, actor, reason: null, correlationId: null },
    { action: `ledger.${gap.cause}`, target: gap.id, from: iso(from), to: iso(to) },
  );
  return { ...gap, from, to, foundAt: now, closedAt: null, billedNanoUsd: null };
}

function madeAt(connection: Connection): number {
  const made = connection.prepare<[], number>("SELECT created_at FROM projects WHERE id = 'default'").pluck();
  return made.get() ?? 0;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
