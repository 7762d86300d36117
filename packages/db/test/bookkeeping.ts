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
    for (const [scopes, spans] of Object.entries(SUMS)) {
      for (const span of spans) expect(sums(db, scopes, span)).toEqual(recomputed(db, scopes, span));
      const others = db
        .prepare('SELECT DISTINCT span FROM spend_sums WHERE scope LIKE ?')
        .pluck()
        .all(scopes);
      expect(others.filter((span) => !spans.includes(Number(span)))).toEqual([]);
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

/** Which spans there are of which scopes. */
const SUMS: Readonly<Record<string, number[]>> = {
  all: [86_400_000, 900_000],
  'project:%': [2_419_200_000, 86_400_000, 900_000],
  'key:%': [2_419_200_000, 86_400_000, 900_000],
  'tag:%': [86_400_000, 900_000],
  'key+tag:%': [86_400_000, 900_000],
};

const FREE = ['free', 'recalled', 'coalesced', 'deduplicated', 'truncated'];
const COLUMNS = [
  'requests',
  'failed_attempts',
  'settled_nano_usd',
  'overrun_nano_usd',
  'settled_tokens',
  'paid_inputs',
  ...FREE.flatMap((kind) => [`${kind}_inputs`, `${kind}_tokens`, `${kind}_nano_usd`]),
];
const KEY = 'scope, start, project_id, provider, model';
const NOT_NOTHING = COLUMNS.map((column) => `${column} <> 0`).join(' OR ');

function sums(db: Database.Database, scopes: string, span: number) {
  return db
    .prepare(`
      SELECT ${KEY}, ${COLUMNS.join(', ')} FROM spend_sums
      WHERE span = ? AND scope LIKE ? AND (${NOT_NOTHING}) ORDER BY ${KEY}`)
    .all(span, scopes);
}

function recomputed(db: Database.Database, scopes: string, span: number) {
  const free = (kind: string, column: string) => `sum(CASE kind WHEN '${kind}' THEN ${column} ELSE 0 END)`;
  const tagged = 'FROM entries, json_each(entries.tags)';
  return db
    .prepare(`
      WITH scoped AS (
        SELECT 'all' AS scope, '' AS project, entries.* FROM entries
        UNION ALL SELECT 'project:' || project_id, project_id, entries.* FROM entries
        UNION ALL SELECT 'key:' || key_id, project_id, entries.* FROM entries WHERE key_id IS NOT NULL
        UNION ALL SELECT 'tag:' || value, '', entries.* ${tagged}
        UNION ALL SELECT 'key+tag:' || coalesce(key_id, '') || ',' || value, project_id, entries.* ${tagged}
      )
      SELECT ${KEY}, ${COLUMNS.join(', ')} FROM (
      SELECT scope, placed_at / ${span} * ${span} AS start, project AS project_id, provider, model,
        sum(kind = 'attempt' AND state IN ('settled', 'uncertain')) AS requests,
        sum(kind = 'attempt' AND error_code IS NOT NULL) AS failed_attempts,
        sum(settled_nano_usd) AS settled_nano_usd,
        sum(CASE kind WHEN 'attempt' THEN max(0, settled_nano_usd - held_nano_usd) ELSE 0 END) AS overrun_nano_usd,
        ${free('attempt', 'settled_tokens')} AS settled_tokens,
        sum(CASE WHEN kind = 'attempt' AND state = 'settled' AND error_code IS NULL THEN inputs ELSE 0 END) AS paid_inputs,
        ${FREE.map(
          (
            kind,
          ) => `${free(kind, 'inputs')} AS ${kind}_inputs, ${free(kind, 'settled_tokens')} AS ${kind}_tokens,
            ${free(kind, 'would_have_nano_usd')} AS ${kind}_nano_usd`,
        ).join(', ')}
      FROM scoped WHERE state <> 'held' AND scope LIKE ? GROUP BY scope, 2, project, provider, model
      ) WHERE ${NOT_NOTHING} ORDER BY ${KEY}`)
    .all(scopes);
}
