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

const KEY = 'project_id, provider, model';
const FREE = ['free', 'recalled', 'coalesced', 'deduplicated', 'truncated'];
const FREE_COLUMNS = FREE.flatMap((kind) => [`${kind}_inputs`, `${kind}_tokens`, `${kind}_nano_usd`]);
const COLUMNS = [
  'requests',
  'failed_attempts',
  'settled_nano_usd',
  'overrun_nano_usd',
  'settled_tokens',
  'paid_inputs',
  ...FREE_COLUMNS,
];

/** The sums that the ledger would have kept: quarter hours of its entries, and longer spans of those. */
function sumUp(db: Db): void {
  const free = (kind: string, column: string) => `sum(iif(kind = '${kind}', ${column}, 0))`;
  const ofEntries = [
    `sum(kind = 'attempt' AND state IN ('settled', 'uncertain'))`,
    `sum(kind = 'attempt' AND error_code IS NOT NULL)`,
    'sum(settled_nano_usd)',
    'sum(overrun_nano_usd)',
    free('attempt', 'settled_tokens'),
    `sum(iif(kind = 'attempt' AND state = 'settled', inputs, 0))`,
    ...FREE.flatMap((kind) => [
      free(kind, 'inputs'),
      free(kind, 'settled_tokens'),
      free(kind, 'would_have_nano_usd'),
    ]),
  ];
  const into = `INSERT INTO spend_sums (scope, span, start, ${KEY}, ${COLUMNS.join(', ')})`;
  const quarters = (scope: string, project: string, from: string) =>
    db.exec(`${into} SELECT ${scope}, 900000, placed_at / 900000 * 900000, ${project}, provider, model,
      ${ofEntries.join(', ')} FROM ${from} GROUP BY 1, 3, 4, provider, model`);
  const longer = (scopes: string, span: number, of: number) =>
    db.exec(`${into} SELECT scope, ${span}, start / ${span} * ${span}, ${KEY},
      ${COLUMNS.map((column) => `sum(${column})`).join(', ')}
      FROM spend_sums WHERE ${scopes} AND span = ${of} GROUP BY scope, 3, ${KEY}`);
  db.exec('DELETE FROM spend_sums; DELETE FROM entry_tags');
  db.exec('INSERT INTO entry_tags SELECT value, seq FROM entries, json_each(tags) ORDER BY 1, 2');
  const tagged = 'entry_tags JOIN entries ON seq = entry_seq';
  quarters("'all'", "''", 'entries');
  quarters("'project:' || project_id", 'project_id', 'entries');
  quarters("'key:' || key_id", 'project_id', 'entries WHERE key_id IS NOT NULL');
  quarters("'tag:' || tag", "''", tagged);
  quarters("'key+tag:' || coalesce(key_id, '') || ',' || tag", 'project_id', tagged);
  longer("scope >= ''", 86_400_000, 900_000);
  longer("(scope GLOB 'project:*' OR scope GLOB 'key:*')", 2_419_200_000, 86_400_000);
}
