import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStores } from '@weighbridge/db';

const requireThere = createRequire(fileURLToPath(new URL('../../packages/db/package.json', import.meta.url)));
// Resolved where it is a dependency, so it has no types here.
const Database = requireThere('better-sqlite3') as new (path: string) => Db;

interface Db {
  pragma(text: string): void;
  exec(sql: string): void;
  prepare(sql: string): { run(...values: unknown[]): void; pluck(): { get(): number } };
  close(): void;
}

export const YEAR_MS = 364 * 86_400_000;

const PER_STATEMENT = 500_000;

/**
 * A year of a busy company, written by SQL: 40 projects, some of them a thousand times as busy as others, with two keys
 * each; 30 tags on half the calls; one rare provider and model; one attempt in fifty refused, one in a thousand uncertain.
 * Ends at `end`, and has its sums in step, as the ledger keeps them.
 */
export async function writeLedger(dataDir: string, entries: number, end: number): Promise<void> {
  // Makes the tables.
  const stores = await openStores({
    dataDir,
    clock: { now: () => end - YEAR_MS },
    newId: (prefix) => `${prefix}_bench`,
  });
  await stores.close();
  const db = new Database(join(dataDir, 'weighbridge.db'));
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -1000000');
  const have = db.prepare('SELECT count(*) FROM entries').pluck().get();
  if (have < entries) {
    for (let from = have; from < entries; from += PER_STATEMENT) {
      insertEntries(db, from, Math.min(from + PER_STATEMENT, entries), entries, end);
    }
    db.exec(`UPDATE ledger_clock SET high_water = ${end}`);
    sumUp(db);
  }
  db.close();
}

function insertEntries(db: Db, from: number, to: number, entries: number, end: number): void {
  db.prepare(`
    WITH RECURSIVE n(i) AS (SELECT ? UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?),
    drawn AS MATERIALIZED (
      SELECT i, abs(random()) % 1000 AS k, abs(random()) % 1000 AS s, abs(random()) % 1000000 AS p,
        abs(random()) % 60 AS t, abs(random()) % 100000 AS m, abs(random()) % 250000 AS tokens
      FROM n
    ), named AS (
      SELECT *,
        iif(k < 700, 'attempt', iif(k < 900, 'recalled', iif(k < 930, 'free', iif(k < 970, 'deduplicated',
          iif(k < 990, 'coalesced', 'truncated'))))) AS kind,
        -- Project 0 has a third of all, the last one in a million.
        CAST(40.0 * (p / 1000000.0) * (p / 1000000.0) * (p / 1000000.0) AS integer) AS project
      FROM drawn
    )
    INSERT INTO entries (id, kind, state, placed_at, closed_at, call_id, correlation_id, project_id, key_id, mode, provider,
      model, space, batch, attempt, inputs, held_tokens, held_nano_usd, settled_tokens, settled_nano_usd, overrun_nano_usd,
      would_have_nano_usd, usage, provider_request_id, duration_ms, error_code, owner, tags)
    SELECT 'att_' || hex(randomblob(13)), kind,
      iif(kind <> 'attempt', 'settled', iif(s < 1, 'uncertain', iif(s < 20, 'released', 'settled'))),
      ${end - YEAR_MS} + CAST(i * ${YEAR_MS / entries} AS integer),
      ${end - YEAR_MS} + CAST(i * ${YEAR_MS / entries} AS integer) + 500,
      'call_' || hex(randomblob(13)), 'cor_' || hex(randomblob(13)), 'project-' || project,
      iif(p % 10 = 0, NULL, 'key-' || project || '-' || (p % 2)), 'real',
      iif(m < 20, 'azure', 'openai'), iif(m < 20, 'rare', iif(m < 20000, 'large', 'small')), 's/m/1536', 0, 1,
      tokens / 200 + 1, iif(kind = 'attempt', tokens, 0), iif(kind = 'attempt', tokens * 20, 0),
      iif(kind = 'attempt' AND s < 20, 0, tokens), iif(kind = 'attempt' AND s >= 20, tokens * 20, 0), 0,
      iif(kind = 'attempt', 0, tokens * 20), iif(kind = 'attempt' AND s >= 20, 'provider', NULL), NULL, 320.5,
      iif(kind = 'attempt' AND s < 20, iif(m % 1000 = 0, 'PROVIDER_RARE', 'PROVIDER_RATE_LIMITED'), NULL), 'bench',
      iif(t < 30, json_array('tag-' || t), NULL)
    FROM named`).run(from, to);
}

/** The sums that the ledger would have kept, as its migration computes them. */
function sumUp(db: Db): void {
  const sums = `sum(kind = 'attempt' AND state IN ('settled', 'uncertain')),
    sum(kind = 'attempt' AND (state IN ('released', 'uncertain') OR (state = 'settled' AND error_code IS NOT NULL))),
    sum(iif(state = 'settled' AND error_code IS NULL, inputs, 0)),
    sum(settled_tokens), sum(settled_nano_usd), sum(would_have_nano_usd), sum(overrun_nano_usd)`;
  const coarser = `sum(requests), sum(failed_attempts), sum(inputs), sum(tokens), sum(nano_usd), sum(would_have_nano_usd),
    sum(overrun_nano_usd)`;
  const by = 'project_id, provider, model, kind';
  db.exec(`
    DELETE FROM spend_rollups; DELETE FROM label_rollups; DELETE FROM entry_tags;
    INSERT INTO entry_tags SELECT value, seq FROM entries, json_each(tags) ORDER BY 1, 2;
    INSERT INTO spend_rollups SELECT 900000, placed_at / 900000 * 900000, ${by}, ${sums} FROM entries GROUP BY 2, ${by};
    INSERT INTO label_rollups SELECT label, 900000, placed_at / 900000 * 900000, ${by}, ${sums} FROM (
        SELECT 'key:' || key_id AS label, * FROM entries WHERE key_id IS NOT NULL
        UNION ALL SELECT 'tag:' || entry_tags.tag, entries.* FROM entry_tags JOIN entries ON seq = entry_seq
      ) GROUP BY label, 3, ${by}`);
  for (const span of [3_600_000, 86_400_000, 2_419_200_000]) {
    const start = `start / ${span} * ${span}`;
    db.exec(`
      INSERT INTO spend_rollups SELECT ${span}, ${start}, ${by}, ${coarser} FROM spend_rollups WHERE span = 900000
        GROUP BY 2, ${by};
      INSERT INTO label_rollups SELECT label, ${span}, ${start}, ${by}, ${coarser} FROM label_rollups WHERE span = 900000
        GROUP BY label, 3, ${by}`);
  }
}
