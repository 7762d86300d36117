import { BILL_DAY_MS, type Bill, type BillFormat, type BillLine } from './bill.ts';
import { roundToNano } from './decimal-usd.ts';
import type { NameOf } from './model-name.ts';

interface Sums {
  /** Null while no record said. */
  requests: number | null;
  tokens: number;
  /** 10^-30 dollars, so that a day's amounts are rounded once. */
  exactUsd: bigint;
}

/** Adds an export's records up to one line a day and model. */
export class BillTally {
  readonly #kind: Bill['kind'];
  readonly #nameOf: NameOf;
  readonly #days = new Set<number>();
  readonly #lines = new Map<string, { day: number; model: string; sums: Sums }>();
  readonly #ignored = new Map<string, number>();

  constructor(kind: Bill['kind'], nameOf: NameOf) {
    this.#kind = kind;
    this.#nameOf = nameOf;
  }

  /** The export speaks of this instant's day, even if nothing was billed. */
  covers(at: number): void {
    this.#days.add(dayOf(at));
  }

  ignore(name: string): void {
    this.#ignored.set(name, (this.#ignored.get(name) ?? 0) + 1);
  }

  /** `name`: a model, or a line item that begins with one. */
  add(at: number, name: string, amounts: Partial<Sums>): void {
    this.covers(at);
    const model = this.#nameOf(name);
    if (model === undefined) {
      this.ignore(name);
      return;
    }
    const day = dayOf(at);
    const key = `${day} ${model}`;
    const line = this.#lines.get(key) ?? { day, model, sums: { requests: null, tokens: 0, exactUsd: 0n } };
    if (amounts.requests != null) line.sums.requests = (line.sums.requests ?? 0) + amounts.requests;
    line.sums.tokens += amounts.tokens ?? 0;
    line.sums.exactUsd += amounts.exactUsd ?? 0n;
    this.#lines.set(key, line);
  }

  get isEmpty(): boolean {
    return this.#days.size === 0;
  }

  bill(format: BillFormat): Bill {
    const days = [...this.#days].sort((a, b) => a - b);
    const lines = [...this.#lines.values()].map(({ day, model, sums }): BillLine => {
      return this.#kind === 'usage'
        ? { day, model, requests: sums.requests, tokens: sums.tokens, nanoUsd: null }
        : { day, model, requests: null, tokens: null, nanoUsd: roundToNano(sums.exactUsd) };
    });
    return {
      kind: this.#kind,
      format,
      from: days[0] ?? 0,
      to: (days.at(-1) ?? 0) + BILL_DAY_MS,
      lines: lines.sort((a, b) => a.day - b.day || (a.model < b.model ? -1 : 1)),
      ignored: [...this.#ignored].map(([name, count]) => ({ name, lines: count })),
    };
  }
}

function dayOf(at: number): number {
  return Math.floor(at / BILL_DAY_MS) * BILL_DAY_MS;
}
