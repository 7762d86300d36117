import type { Connection } from '../files/connection.ts';
import { FIGURES } from '../ledger/figures.ts';
import type { IntegrityFinding } from '../ports/index.ts';
import { sound, unsound } from './finding.ts';

/** Tables that hold money, with the columns that do. */
const MONEY: Readonly<Record<string, readonly string[]>> = {
  entries: [
    'held_nano_usd',
    'settled_nano_usd',
    'overrun_nano_usd',
    'would_have_nano_usd',
    'held_tokens',
    'settled_tokens',
    'inputs',
  ],
  budgets: ['limit_nano_usd'],
  budget_windows: ['settled_nano_usd', 'held_nano_usd', 'uncertain_nano_usd', 'unpinned_nano_usd'],
  spend_sums: FIGURES,
};

/** Money and counts are integers from zero: a float among them would make every sum a float. */
export function checkAmounts(connection: Connection): IntegrityFinding {
  const problems = Object.entries(MONEY).flatMap(([table, columns]) => wrongIn(connection, table, columns));
  if (problems.length === 0) return sound('amounts', 'all money is whole nano-USD, none below zero');
  return unsound(
    'amounts',
    'amounts are no whole numbers from zero',
    'Something else than the gateway has written to the file: restore the last sound backup.',
    problems,
  );
}

function wrongIn(connection: Connection, table: string, columns: readonly string[]): string[] {
  const wrong = (column: string) => `(typeof(${column}) <> 'integer' OR ${column} < 0)`;
  const counts = columns.map((column) => `sum(${wrong(column)}) AS ${column}`).join(', ');
  const found = connection.prepare<[], Record<string, number | null>>(`SELECT ${counts} FROM ${table}`).get();
  return Object.entries(found ?? {}).flatMap(([column, count]) =>
    count ? [`${table}.${column} in ${count} rows`] : [],
  );
}
