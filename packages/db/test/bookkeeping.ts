import { type BudgetWindow, windowAt } from '@weighbridge/embeddings/domain';
import Database from 'better-sqlite3';
import { expect } from 'vitest';

interface WindowRow {
  id: string;
  scope: string;
  window: BudgetWindow;
  timeZone: string;
  resetTime: string;
  start: bigint;
  settled: bigint;
  held: bigint;
  uncertain: bigint;
}

interface EntryRow {
  state: string;
  placed_at: bigint;
  project_id: string;
  key_id: string | null;
  tags: string | null;
  model: string;
  held: bigint;
  settled: bigint;
}

/** Every figure that is kept beside the entries, recomputed from the entries alone. */
export function assertBooksBalance(file: string): void {
  const db = new Database(file, { readonly: true });
  try {
    db.defaultSafeIntegers(true);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    assertWindowsBalance(db);
    for (const span of [900_000, 3_600_000, 86_400_000, 2_419_200_000]) {
      expect(rollups(db, span)).toEqual(recomputedRollups(db, span));
      expect(labelRollups(db, span)).toEqual(recomputedLabels(db, span));
    }
    const disorder = db.prepare(
      'SELECT seq FROM (SELECT seq, placed_at, lag(placed_at) OVER (ORDER BY seq) AS earlier FROM entries) WHERE placed_at < earlier',
    );
    expect(disorder.all()).toEqual([]);
  } finally {
    db.close();
  }
}

/** Each window holds what was placed within it in the budget's scope, from before the budget was made too. */
function assertWindowsBalance(db: Database.Database): void {
  const windows = db
    .prepare<[], WindowRow>(`
      SELECT id, scope, window, time_zone AS timeZone, reset_time AS resetTime, window_start AS start,
        settled_nano_usd AS settled, held_nano_usd AS held, uncertain_nano_usd AS uncertain
      FROM budget_windows JOIN budgets ON id = budget_id`)
    .all();
  const entries = db
    .prepare<[], EntryRow>(`
      SELECT state, placed_at, project_id, key_id, tags, model, held_nano_usd AS held, settled_nano_usd AS settled
      FROM entries WHERE kind = 'attempt'`)
    .all();
  for (const { settled, held, uncertain, ...window } of windows) {
    const { start, end } = windowAt(window, Number(window.start));
    expect(BigInt(start)).toBe(window.start);
    const mine = entries.filter(
      (entry) =>
        scopesOf(entry).includes(window.scope) &&
        entry.placed_at >= start &&
        (end === null || entry.placed_at < end),
    );
    const sum = (state: string, column: 'held' | 'settled') =>
      mine.reduce((total, entry) => total + (entry.state === state ? entry[column] : 0n), 0n);
    expect({ window, settled, held, uncertain }).toEqual({
      window,
      settled: sum('settled', 'settled'),
      held: sum('held', 'held'),
      uncertain: sum('uncertain', 'held'),
    });
  }
}

function scopesOf({ project_id, key_id, tags, model }: EntryRow): string[] {
  const labels: string[] = tags === null ? [] : JSON.parse(tags);
  return [
    'global',
    `project:${project_id}`,
    `key:${key_id}`,
    `model:${model}`,
    ...labels.map((tag) => `tag:${tag}`),
  ];
}

function labelRollups(db: Database.Database, span: number) {
  return db
    .prepare(`
      SELECT label, start, kind, sum(requests) AS requests, sum(tokens) AS tokens, sum(nano_usd) AS nano_usd
      FROM label_rollups WHERE span = ? GROUP BY 1, 2, 3
      HAVING sum(requests) <> 0 OR sum(tokens) <> 0 OR sum(nano_usd) <> 0 ORDER BY 1, 2, 3`)
    .all(span);
}

function recomputedLabels(db: Database.Database, span: number) {
  return db
    .prepare(`
      WITH labelled AS (
        SELECT 'key:' || key_id AS label, entries.* FROM entries WHERE key_id IS NOT NULL
        UNION ALL
        SELECT 'tag:' || value, entries.* FROM entries, json_each(entries.tags)
      )
      SELECT label, placed_at / ${span} * ${span} AS start, kind,
        sum(kind = 'attempt' AND state IN ('settled', 'uncertain')) AS requests,
        sum(settled_tokens) AS tokens, sum(settled_nano_usd) AS nano_usd
      FROM labelled GROUP BY 1, 2, 3
      HAVING requests <> 0 OR tokens <> 0 OR nano_usd <> 0 ORDER BY 1, 2, 3`)
    .all();
}

function rollups(db: Database.Database, span: number) {
  return db
    .prepare(`
      SELECT start, project_id, provider, model, kind, requests, failed_attempts, inputs, tokens, nano_usd,
        would_have_nano_usd, overrun_nano_usd
      FROM spend_rollups WHERE span = ?
        AND (requests <> 0 OR failed_attempts <> 0 OR inputs <> 0 OR tokens <> 0 OR would_have_nano_usd <> 0)
      ORDER BY 1, 2, 3, 4, 5`)
    .all(span);
}

function recomputedRollups(db: Database.Database, span: number) {
  return db
    .prepare(`
      SELECT placed_at / ${span} * ${span} AS start, project_id, provider, model, kind,
        sum(kind = 'attempt' AND state IN ('settled', 'uncertain')) AS requests,
        sum(error_code IS NOT NULL) AS failed_attempts,
        sum(CASE WHEN state = 'settled' AND error_code IS NULL THEN inputs ELSE 0 END) AS inputs,
        sum(settled_tokens) AS tokens,
        sum(settled_nano_usd) AS nano_usd,
        sum(would_have_nano_usd) AS would_have_nano_usd,
        sum(max(0, settled_nano_usd - held_nano_usd)) AS overrun_nano_usd
      FROM entries WHERE state <> 'held' GROUP BY 1, 2, 3, 4, 5
      HAVING requests <> 0 OR failed_attempts <> 0 OR inputs <> 0 OR tokens <> 0 OR would_have_nano_usd <> 0
      ORDER BY 1, 2, 3, 4, 5`)
    .all();
}
