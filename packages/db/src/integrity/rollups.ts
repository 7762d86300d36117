import type { Connection } from '../files/connection.ts';
import { CONTRIBUTIONS } from '../ledger/contribution.ts';
import { FIGURES } from '../ledger/figures.ts';
import { SPANS_OF, type SumScope } from '../ledger/scopes.ts';
import { DAY_MS, FOUR_WEEKS_MS, QUARTER_MS } from '../ledger/spans.ts';
import type { IntegrityFinding } from '../ports/index.ts';
import { sound, unsound } from './finding.ts';

const PLUS = FIGURES.join(', ');
const MINUS = FIGURES.map((figure) => `-${figure}`).join(', ');

const NAMES: Readonly<Record<number, string>> = {
  [QUARTER_MS]: 'quarter hour',
  [DAY_MS]: 'day',
  [FOUR_WEEKS_MS]: 'four weeks',
};

const TAGGED = `SELECT * FROM (${CONTRIBUTIONS}) JOIN entry_tags ON entry_seq = seq`;

/** Every entry once for each of its scopes of a kind: the name, the project its sum says, and where it is read. */
const ENTRIES: Readonly<Record<SumScope, { name: string; project: string; from: string }>> = {
  all: { name: "'all'", project: "''", from: CONTRIBUTIONS },
  project: { name: "'project:' || project_id", project: 'project_id', from: CONTRIBUTIONS },
  key: { name: "'key:' || key_id", project: 'project_id', from: `${CONTRIBUTIONS} WHERE key_id IS NOT NULL` },
  tag: { name: "'tag:' || tag", project: "''", from: TAGGED },
  'key+tag': {
    name: "'key+tag:' || coalesce(key_id, '') || ',' || tag",
    project: 'project_id',
    from: TAGGED,
  },
};

interface DifferenceRow {
  scope: string;
  start: number;
  project_id: string;
  model: string;
  nano_usd: number;
}

/**
 * The sums that every figure shown is read from, counted again: quarters from the entries, longer spans from the ones
 * before them. Where details were deleted, quarters have nothing to be compared with but each other.
 */
export function checkRollups(connection: Connection, detailsFrom: number): IntegrityFinding {
  const kinds = Object.keys(SPANS_OF) as SumScope[];
  const problems = kinds.flatMap((kind) => [
    ...wrongQuarters(connection, kind, detailsFrom),
    ...wrongSpans(connection, kind),
  ]);
  if (problems.length === 0) return sound('rollups', 'every sum equals its entries');
  return unsound(
    'rollups',
    'sums differ from the entries they were made of',
    'The entries are the bill. Export the ledger instead of reading sums, and restore the last sound backup.',
    problems,
  );
}

function wrongQuarters(connection: Connection, kind: SumScope, detailsFrom: number): string[] {
  const { name, project, from } = ENTRIES[kind];
  const found = differences(
    connection,
    `SELECT ${KEY}, ${PLUS} FROM ${sumsOf(kind, QUARTER_MS)} AND start >= @from`,
    `SELECT ${name} AS scope, placed_at / ${QUARTER_MS} * ${QUARTER_MS} AS start, ${project} AS project_id, provider,
       model, ${MINUS} FROM (${from}) WHERE placed_at >= @from`,
    detailsFrom,
  );
  return found.map((row) => told(QUARTER_MS, row));
}

function wrongSpans(connection: Connection, kind: SumScope): string[] {
  const spans = SPANS_OF[kind];
  return spans.slice(0, -1).flatMap((span, index) => {
    const found = differences(
      connection,
      `SELECT ${KEY}, ${PLUS} FROM ${sumsOf(kind, span)}`,
      `SELECT scope, start / ${span} * ${span} AS start, project_id, provider, model, ${MINUS}
       FROM ${sumsOf(kind, spans[index + 1] ?? QUARTER_MS)}`,
      0,
    );
    return found.map((row) => told(span, row));
  });
}

const KEY = 'scope, start, project_id, provider, model';

function sumsOf(kind: SumScope, span: number): string {
  const within = kind === 'all' ? "scope = 'all'" : `scope >= '${kind}:' AND scope < '${kind};'`;
  return `spend_sums WHERE ${within} AND span = ${span}`;
}

/** Rows whose two sides, the second one negative, do not add up to nothing. */
function differences(connection: Connection, plus: string, minus: string, from: number): DifferenceRow[] {
  return connection
    .prepare<{ from: number }, DifferenceRow>(`
      SELECT scope, start, project_id, model, sum(settled_nano_usd) AS nano_usd FROM (${plus} UNION ALL ${minus})
      GROUP BY ${KEY} HAVING ${FIGURES.map((figure) => `sum(${figure}) <> 0`).join(' OR ')} LIMIT 1000`)
    .all({ from });
}

function told(span: number, { scope, start, project_id, model, nano_usd }: DifferenceRow): string {
  const of = [scope, project_id, model].filter((name) => name !== '').join(', ');
  return `the ${NAMES[span]} from ${new Date(start).toISOString()} of ${of}: off by ${nano_usd} nano-USD`;
}
