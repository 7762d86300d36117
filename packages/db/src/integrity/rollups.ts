import type { Connection } from '../files/connection.ts';
import { CONTRIBUTIONS } from '../ledger/contribution.ts';
import { DAY_MS, FOUR_WEEKS_MS, HOUR_MS, QUARTER_MS } from '../ledger/spans.ts';
import type { IntegrityFinding } from '../ports/index.ts';
import { sound, unsound } from './finding.ts';

const FIGURES = [
  'requests',
  'failed_attempts',
  'inputs',
  'tokens',
  'nano_usd',
  'would_have_nano_usd',
  'overrun_nano_usd',
] as const;

const KEY = 'start, project_id, provider, model, kind';
const PLUS = FIGURES.join(', ');
const MINUS = FIGURES.map((figure) => `-${figure}`).join(', ');

interface DifferenceRow {
  label: string;
  start: number;
  project_id: string;
  kind: string;
  nano_usd: number;
}

/** A table of sums, and the entries that they are sums of, once for each label. */
const TABLES = [
  { table: 'spend_rollups', label: "''", entries: `SELECT '' AS label, * FROM (${CONTRIBUTIONS})` },
  {
    table: 'label_rollups',
    label: 'label',
    entries: `
      SELECT 'key:' || key_id AS label, * FROM (${CONTRIBUTIONS}) WHERE key_id IS NOT NULL
      UNION ALL
      SELECT 'tag:' || tag, counted.* FROM (${CONTRIBUTIONS}) AS counted JOIN entry_tags ON entry_seq = seq`,
  },
] as const;

const COARSER = [
  { span: HOUR_MS, of: QUARTER_MS, name: 'hour' },
  { span: DAY_MS, of: HOUR_MS, name: 'day' },
  { span: FOUR_WEEKS_MS, of: DAY_MS, name: 'four weeks' },
] as const;

/**
 * The sums that every figure shown is read from, counted again: quarters from the entries, hours from quarters, days from
 * hours, four weeks from days. Where details were deleted, quarters have nothing to be compared with.
 */
export function checkRollups(connection: Connection, detailsFrom: number): IntegrityFinding {
  const problems = TABLES.flatMap(({ table, label, entries }) => {
    const sums = (span: number) => `FROM ${table} WHERE span = ${span} AND start >= @from`;
    const quarters = differences(
      connection,
      `SELECT ${label} AS label, ${KEY}, ${PLUS} ${sums(QUARTER_MS)}`,
      `SELECT label, placed_at / ${QUARTER_MS} * ${QUARTER_MS} AS start, project_id, provider, model, kind, ${MINUS}
       FROM (${entries}) WHERE placed_at >= @from`,
      detailsFrom,
    ).map((row) => told('quarter hour', row));
    const coarser = COARSER.flatMap(({ span, of, name }) =>
      differences(
        connection,
        `SELECT ${label} AS label, ${KEY}, ${PLUS} ${sums(span)}`,
        `SELECT ${label} AS label, start / ${span} * ${span} AS start, project_id, provider, model, kind, ${MINUS} ${sums(of)}`,
        0,
      ).map((row) => told(name, row)),
    );
    return [...quarters, ...coarser];
  });
  if (problems.length === 0) return sound('rollups', 'every sum equals its entries');
  return unsound(
    'rollups',
    'sums differ from the entries they were made of',
    'The entries are the bill. Export the ledger instead of reading sums, and restore the last sound backup.',
    problems,
  );
}

/** Rows whose two sides, the second one negative, do not add up to nothing. */
function differences(connection: Connection, plus: string, minus: string, from: number): DifferenceRow[] {
  return connection
    .prepare<{ from: number }, DifferenceRow>(`
      SELECT label, start, project_id, kind, sum(nano_usd) AS nano_usd FROM (${plus} UNION ALL ${minus})
      GROUP BY label, ${KEY} HAVING ${FIGURES.map((figure) => `sum(${figure}) <> 0`).join(' OR ')} LIMIT 1000`)
    .all({ from });
}

function told(span: string, { label, start, project_id, kind, nano_usd }: DifferenceRow): string {
  const of = label === '' ? project_id : `${project_id}, ${label}`;
  return `the ${span} from ${new Date(start).toISOString()} of ${of}, ${kind}: off by ${nano_usd} nano-USD`;
}
