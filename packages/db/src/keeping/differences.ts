import type { NanoUsd } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';

/** A limit that a restore changes, by scope and window; null where there is no budget. */
export interface LimitDifference {
  scope: string;
  window: string;
  /** In the database that is replaced. */
  wasNanoUsd: NanoUsd | null;
  /** In the backup. */
  isNanoUsd: NanoUsd | null;
}

/** Budgets that are others in the backup: what was lowered or made since would quietly be as it was. */
export function limitDifferences(present: Connection, backup: Connection): LimitDifference[] {
  const [was, is] = [limitsOf(present), limitsOf(backup)];
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((key) => {
    const [scope = '', window = ''] = JSON.parse(key) as string[];
    const [wasNanoUsd, isNanoUsd] = [was.get(key) ?? null, is.get(key) ?? null];
    return wasNanoUsd === isNanoUsd ? [] : [{ scope, window, wasNanoUsd, isNanoUsd }];
  });
}

/** Names of access keys that were revoked in the present database and are live in the backup. */
export function revivedKeys(present: Connection, backup: Connection): string[] {
  const keys = (connection: Connection) =>
    connection
      .prepare<[], { id: string; name: string; revoked_at: number | null }>(
        'SELECT id, name, revoked_at FROM access_keys ORDER BY name',
      )
      .all();
  const revoked = new Set(keys(present).flatMap(({ id, revoked_at }) => (revoked_at === null ? [] : [id])));
  return keys(backup)
    .filter(({ id, revoked_at }) => revoked_at === null && revoked.has(id))
    .map(({ name }) => name);
}

function limitsOf(connection: Connection): Map<string, NanoUsd> {
  const rows = connection
    .prepare<[], { scope: string; window: string; limit_nano_usd: bigint }>(
      'SELECT scope, window, limit_nano_usd FROM budgets WHERE removed_at IS NULL',
    )
    .safeIntegers()
    .all();
  return new Map(rows.map((row) => [JSON.stringify([row.scope, row.window]), row.limit_nano_usd]));
}
