import { join } from 'node:path';
import { type LedgerLine, openStores, type SpendSummary } from '@weighbridge/db';
import Database from 'better-sqlite3';

/** A sum that the ledger's reader gave. */
export interface GivenSum {
  from: number;
  to: number;
  filter: { projectId?: string; tag?: string };
  summary: SpendSummary;
}

/** The counters of one window of one budget, as they are stored. */
export interface Counter {
  budgetId: string;
  windowStart: number;
  settledNanoUsd: bigint;
  heldNanoUsd: bigint;
  uncertainNanoUsd: bigint;
}

export interface LedgerReading {
  lines: LedgerLine[];
  sums: GivenSum[];
  counters: Counter[];
  /** What the database’s own check found wrong. */
  unsound: string[];
}

const HOUR_MS = 3_600_000;

/** Reads all that the ledger says of a run between two virtual instants, and mends nothing. */
export async function readLedger(
  dataDir: string,
  range: { from: number; to: number },
  filters: readonly GivenSum['filter'][],
): Promise<LedgerReading> {
  let ids = 0;
  const stores = await openStores({
    dataDir,
    clock: { now: () => range.to },
    newId: (prefix) => `${prefix}_judge_${++ids}`,
    instanceId: 'judge',
    recover: false,
  });
  try {
    const { spend } = stores;
    const lines: LedgerLine[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page = await spend.lines({ after, limit: 5000 });
      lines.push(...page.items);
      after = page.cursor;
    }
    const sums: GivenSum[] = [];
    for (const filter of filters) {
      sums.push({ ...range, filter, summary: await spend.summary({ ...range, ...filter }) });
    }
    for (const bucket of await spend.series(hoursOf(range), {})) {
      sums.push({ from: bucket.start, to: bucket.end, filter: {}, summary: bucket });
    }
    const { findings } = await stores.keeping.check({ full: true });
    const unsound = findings.flatMap(({ name, examples }) =>
      examples.map((example) => `${name}: ${example}`),
    );
    return { lines, sums, counters: readCounters(join(dataDir, 'weighbridge.db')), unsound };
  } finally {
    await stores.close();
  }
}

function hoursOf({ from, to }: { from: number; to: number }): number[] {
  const edges: number[] = [];
  for (let at = Math.floor(from / HOUR_MS) * HOUR_MS; at <= to + HOUR_MS; at += HOUR_MS) edges.push(at);
  return edges;
}

/** From the table itself: the store lists present windows only, and spend must not be lost in past ones either. */
function readCounters(path: string): Counter[] {
  const database = new Database(path, { readonly: true, timeout: 10_000 });
  try {
    const rows = database
      .prepare<[], Record<keyof Omit<Counter, 'budgetId'>, bigint> & { budgetId: string }>(`
        SELECT budget_id AS budgetId, window_start AS windowStart, settled_nano_usd AS settledNanoUsd,
          held_nano_usd AS heldNanoUsd, uncertain_nano_usd AS uncertainNanoUsd
        FROM budget_windows`)
      .safeIntegers()
      .all();
    return rows.map((row) => ({ ...row, windowStart: Number(row.windowStart) }));
  } finally {
    database.close();
  }
}
