import { type BudgetWindow, windowAt } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import type { IntegrityFinding } from '../ports/index.ts';
import { sound, unsound } from './finding.ts';

/** A window's counters less what its entries come to; `first` and `last` say when those were placed. */
interface WindowRow {
  id: string;
  scope: string;
  window: BudgetWindow;
  timeZone: string;
  resetTime: string;
  start: bigint;
  rows: bigint;
  settled: bigint;
  held: bigint;
  uncertain: bigint;
  first: bigint | null;
  last: bigint | null;
}

/** Each side of a window, the entries' as negative amounts; what they leave over should be nothing. */
const SIDES = `
  SELECT budget_id, window_start, 1 AS rows, settled_nano_usd - unpinned_nano_usd AS settled, held_nano_usd AS held,
    uncertain_nano_usd AS uncertain, NULL AS first, NULL AS last
  FROM budget_windows
  UNION ALL
  SELECT budget_id, window_start, 0, -sum(iif(state = 'settled', settled_nano_usd, 0)),
    -sum(iif(state = 'held', held_nano_usd, 0)), -sum(iif(state = 'uncertain', held_nano_usd, 0)),
    min(iif(kind = 'adjustment', NULL, placed_at)), max(iif(kind = 'adjustment', NULL, placed_at))
  FROM entry_budgets JOIN entries ON seq = entry_seq GROUP BY 1, 2`;

/** What admission goes by, counted again: each window's counters equal the entries that are pinned to it. */
export function checkWindows(connection: Connection): IntegrityFinding {
  const windows = connection
    .prepare<[], WindowRow>(`
      SELECT budget_id AS id, scope, window, time_zone AS timeZone, reset_time AS resetTime, window_start AS start,
        sum(rows) AS rows, sum(settled) AS settled, sum(held) AS held, sum(uncertain) AS uncertain,
        min(first) AS first, max(last) AS last
      FROM (${SIDES}) JOIN budgets ON id = budget_id GROUP BY budget_id, window_start`)
    .safeIntegers()
    .all();
  const problems = windows.flatMap((window) =>
    problemsOf(window).map((problem) => `${nameOf(window)}: ${problem}`),
  );
  if (problems.length === 0) return sound('windows', 'every budget’s counters equal its entries');
  return unsound(
    'windows',
    'counters of budgets differ from the entries they stand for',
    'A budget that counts too little could be passed: restore the last sound backup, or remove the budget and set it ' +
      'again, which counts its window anew.',
    problems,
  );
}

function problemsOf(window: WindowRow): string[] {
  if (window.rows === 0n) return ['it is missing, and entries are pinned to it'];
  const off = (['settled', 'held', 'uncertain'] as const).flatMap((name) =>
    window[name] === 0n
      ? []
      : [
          `${name} is ${window[name] > 0n ? `${window[name]} too much` : `${-window[name]} too little`} (nano-USD)`,
        ],
  );
  const { start, end } = windowAt(window, Number(window.start));
  if (BigInt(start) !== window.start) off.push('no window of this budget begins then');
  const isOutside = (at: bigint | null) => at !== null && (at < start || (end !== null && at >= end));
  if (isOutside(window.first) || isOutside(window.last))
    off.push('entries from outside its time are pinned to it');
  return off;
}

function nameOf({ id, scope, window, start }: WindowRow): string {
  return `the ${window} of budget ${id} (${scope}) from ${new Date(Number(start)).toISOString()}`;
}
