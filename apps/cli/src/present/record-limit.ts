import { RecordCounter } from './record-counter.ts';

/** The first record that was held back. */
export interface NextRecord {
  id: string;
  placedAt: string;
}

/** Lets so many records of the ledger's export pass, and holds back what follows: where it was cut is known by that. */
export class RecordLimit {
  readonly #csv: boolean;
  readonly #limit: number;
  readonly #counter: RecordCounter;
  readonly #heldBack: Uint8Array[] = [];

  constructor(csv: boolean, limit = Number.POSITIVE_INFINITY) {
    this.#csv = csv;
    this.#limit = limit;
    this.#counter = new RecordCounter(csv);
  }

  /** Records that passed. */
  get count(): number {
    return this.#counter.count;
  }

  /** The part of a piece that passes. */
  pass(piece: Uint8Array): Uint8Array {
    const end = this.#counter.add(piece, this.#limit);
    if (end === piece.length) return piece;
    this.#heldBack.push(piece.subarray(end));
    return piece.subarray(0, end);
  }

  /** Null when nothing was held back. */
  next(): NextRecord | null {
    const record = Buffer.concat(this.#heldBack).toString('utf8');
    if (record === '') return null;
    if (!this.#csv) {
      const { id, placedAt } = JSON.parse(record) as NextRecord;
      return { id, placedAt };
    }
    const [placedAt = '', , id = ''] = record.split(',');
    return { id, placedAt };
  }
}
