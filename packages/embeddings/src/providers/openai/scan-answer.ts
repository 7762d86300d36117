import type { ProviderAnswer, ProviderRequest } from '../provider.ts';
import { ByteWindow } from './byte-window.ts';
import { JsonCursor } from './json-cursor.ts';
import { isRecord, meteredTokens, parseJson } from './parse-answer.ts';
import { VectorMatrix } from './vector-matrix.ts';

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;

const DATA = '"data"';
/** All that surrounds the vectors; more of it is no answer of an embeddings API. */
const MOST_AROUND = 1 << 16;
/** What OpenAI sends around the vectors, and with each, rounded up. */
const EXPECTED_AROUND = 512;
const EXPECTED_BESIDE = 128;
/** What an item holds beside its vector. */
const MOST_BESIDE = 1 << 10;

/**
 * Reads the body of a 200 as it arrives, without parsing its vectors: their base64 goes from the bytes of the wire into one
 * Float32Array, of which each vector is a view. It takes only a perfect answer, with exactly one vector of the right
 * length for every input. For what it takes `parseAnswer` gives the same; anything else is left to that.
 */
export class AnswerScan {
  readonly #request: Pick<ProviderRequest, 'inputs' | 'model' | 'dimensions'>;
  readonly #matrix: VectorMatrix;
  readonly #window: ByteWindow;
  #expects: 'data' | 'item' | 'separator' | 'end' = 'data';
  #hasGivenUp = false;
  /** All before the array of vectors. */
  #head = '';

  constructor(request: Pick<ProviderRequest, 'inputs' | 'model' | 'dimensions'>) {
    this.#request = request;
    this.#matrix = new VectorMatrix(request.inputs.length, request.dimensions);
    const item = this.#matrix.base64Length + EXPECTED_BESIDE;
    this.#window = new ByteWindow(EXPECTED_AROUND + request.inputs.length * item);
  }

  /** Takes the next bytes of the body. */
  push(chunk: Uint8Array): void {
    this.#window.append(chunk);
    if (this.#hasGivenUp) return;
    const cursor = this.#window.cursor();
    while (this.#step(cursor)) this.#window.passTo(cursor.at);
  }

  /** The answer, once all is pushed; undefined when `parseAnswer` has to look at `body`. */
  finish(providerRequestId: string | undefined): ProviderAnswer | undefined {
    if (this.#hasGivenUp || this.#expects !== 'end' || !this.#matrix.isComplete) return undefined;
    const around = `${this.#head}[]${this.#window.text()}`;
    // A parser judges all but the vectors, which is small: what it refuses, it would refuse with them as well.
    const parsed = parseJson(around);
    if (!isRecord(parsed) || !isOnlyData(around, Buffer.byteLength(this.#head))) return undefined;
    return {
      vectors: this.#matrix.rows(),
      anomalies: [],
      meteredTokens: meteredTokens(parsed.usage),
      model: typeof parsed.model === 'string' ? parsed.model : this.#request.model.id,
      providerRequestId,
    };
  }

  /**
   * All that was pushed, for the parser: what was scanned is written anew, item by item in the order it came, and the rest
   * is as it came. So no chunk has to be kept for the rare answer that is not as it should be.
   */
  body(): string {
    const rest = this.#window.text();
    if (this.#expects === 'data') return rest;
    const items = this.#matrix.written().map(({ row, base64 }) => `{"index":${row},"embedding":"${base64}"}`);
    if (this.#expects === 'item' && items.length > 0) items.push('');
    return `${this.#head}[${items.join(',')}${this.#expects === 'end' ? ']' : ''}${rest}`;
  }

  /** Moves the cursor over one part of the body; false when that has not arrived yet, or there is nothing to look for. */
  #step(cursor: JsonCursor): boolean {
    switch (this.#expects) {
      case 'data':
        return this.#enterData(cursor) || this.#failAt(MOST_AROUND);
      case 'item':
        if (!readItem(cursor, this.#matrix)) return this.#failAt(this.#matrix.base64Length + MOST_BESIDE);
        this.#expects = 'separator';
        return true;
      case 'separator':
        if (cursor.take(COMMA)) this.#expects = 'item';
        else if (cursor.byte === CLOSE_ARRAY) {
          cursor.at++;
          this.#expects = 'end';
        } else return this.#failAt(MOST_BESIDE);
        return true;
      case 'end':
        return this.#failAt(MOST_AROUND);
    }
  }

  /** From the first thing that looks like the array of vectors; whether it is that, the end shows. */
  #enterData(cursor: JsonCursor): boolean {
    const name = cursor.bytes.indexOf(DATA, cursor.at, 'latin1');
    if (name < 0) return false;
    cursor.at = name + DATA.length;
    if (!cursor.take(COLON) || cursor.byte !== OPEN_ARRAY) return false;
    this.#head = cursor.bytes.toString('utf8', 0, cursor.at);
    cursor.take(OPEN_ARRAY);
    this.#expects = 'item';
    return true;
  }

  /** Waits for more bytes; with so many there already, what is looked for does not come. */
  #failAt(bytes: number): false {
    if (this.#window.length >= bytes) this.#hasGivenUp = true;
    return false;
  }
}

/** One item: `index` and `embedding` once each, in any order, beside strings of no concern. */
function readItem(cursor: JsonCursor, matrix: VectorMatrix): boolean {
  if (!cursor.take(OPEN_OBJECT)) return false;
  let index: number | undefined;
  let quote: number | undefined;
  do {
    const name = cursor.takePlainString();
    if (name === undefined || !cursor.take(COLON)) return false;
    if (name === 'index') {
      if (index !== undefined) return false;
      index = cursor.takeWhole();
      if (index === undefined) return false;
    } else if (name === 'embedding') {
      if (quote !== undefined) return false;
      quote = cursor.at;
      const end = matrix.endOf(cursor.bytes, quote);
      if (end < 0) return false;
      cursor.at = end;
    } else if (cursor.takePlainString() === undefined) return false;
  } while (cursor.take(COMMA));
  cursor.skipSpace();
  if (cursor.byte !== CLOSE_OBJECT || index === undefined || quote === undefined) return false;
  cursor.at++;
  return matrix.fill(index, cursor.bytes, quote);
}

/**
 * Whether the outermost object of this well-formed text has exactly one `data`, whose value begins at `place` (in bytes),
 * and no name with an escape in it, which might be `data` in disguise.
 */
function isOnlyData(json: string, place: number): boolean {
  const cursor = new JsonCursor(Buffer.from(json));
  let found = 0;
  if (!cursor.take(OPEN_OBJECT)) return false;
  do {
    const name = cursor.takePlainString();
    if (name === undefined || !cursor.take(COLON)) return false;
    if (name === 'data') {
      if (cursor.at !== place) return false;
      found++;
    }
    cursor.skipValue();
  } while (cursor.take(COMMA));
  return found === 1;
}
