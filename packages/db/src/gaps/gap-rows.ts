import type { WindowBounds } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import type { LedgerGap } from '../ports/index.ts';

interface GapRow {
  id: string;
  from_at: bigint;
  to_at: bigint;
  cause: LedgerGap['cause'];
  found_at: bigint;
  closed_at: bigint | null;
  nano_usd: bigint | null;
}

export class GapRows {
  readonly #open;
  readonly #all;
  readonly #byId;

  constructor(connection: Connection) {
    const select = (rest: string) => `SELECT * FROM ledger_gaps ${rest}`;
    this.#open = connection
      .prepare<[], GapRow>(select('WHERE closed_at IS NULL ORDER BY from_at, id'))
      .safeIntegers();
    this.#all = connection.prepare<[], GapRow>(select('ORDER BY to_at DESC, id')).safeIntegers();
    this.#byId = connection.prepare<[string], GapRow>(select('WHERE id = ?')).safeIntegers();
  }

  open(): LedgerGap[] {
    return this.#open.all().map(gapOf);
  }

  /** The latest first. */
  all(): LedgerGap[] {
    return this.#all.all().map(gapOf);
  }

  find(id: string): LedgerGap | undefined {
    const row = this.#byId.get(id);
    return row && gapOf(row);
  }
}

/** Whether some of a window's spend is unknown. */
export function overlaps(gap: Pick<LedgerGap, 'from' | 'to'>, window: WindowBounds): boolean {
  return gap.to > window.start && (window.end === null || gap.from < window.end);
}

function gapOf(row: GapRow): LedgerGap {
  return {
    id: row.id,
    from: Number(row.from_at),
    to: Number(row.to_at),
    cause: row.cause,
    foundAt: Number(row.found_at),
    closedAt: row.closed_at === null ? null : Number(row.closed_at),
    billedNanoUsd: row.nano_usd,
  };
}
