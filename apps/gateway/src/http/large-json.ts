import { setImmediate } from 'node:timers/promises';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** Bytes parsed at once: some milliseconds, of numbers too. */
const SLICE = 1 << 18;
/** Bytes between two turns of the event loop. */
const TURN = 1 << 20;
/** Members that can be long. */
const LISTS: ReadonlySet<string> = new Set(['input', 'inputs']);

const WHOLE = new TextDecoder('utf-8', { fatal: true });
/** A byte order mark is passed over at the start of a body only. */
const PART = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** JSON has them as escapes only. */
const CONTROL = /\p{Cc}/u;

/** What is not as it is expected; then the whole is parsed, or refused, as a whole. */
class Unexpected extends Error {}

/**
 * The value of a large JSON body: the same as parsing it as a whole, but `input` and `inputs` of its outermost object, lists
 * or long texts, are read bit by bit, with turns of the event loop in between. A body of token ids would hold it for ten
 * milliseconds a megabyte.
 * @throws SyntaxError, or TypeError for bytes that are no UTF-8
 */
export async function parseLargeJson(body: Buffer): Promise<unknown> {
  try {
    return await new SliceReader(body).read();
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    const text = WHOLE.decode(body);
    await setImmediate();
    return JSON.parse(text);
  }
}

class SliceReader {
  readonly #body: Buffer;
  #at = 0;
  #turnAt = 0;

  constructor(body: Buffer) {
    this.#body = body;
  }

  async read(): Promise<unknown> {
    const long = new Map<string, unknown>();
    const names = new Set<string>();
    let around = '';
    let copied = 0;
    this.#expect(OPEN_OBJECT);
    do {
      const name = this.#name();
      this.#expect(COLON);
      // The last of two would count.
      if (LISTS.has(name) && names.has(name)) throw new Unexpected();
      names.add(name);
      const from = this.#at;
      if (LISTS.has(name) && this.#byte() === OPEN_ARRAY) long.set(name, await this.#list(1));
      else {
        this.#skipValue();
        if (!LISTS.has(name) || !this.#isLong(from)) continue;
        long.set(name, await this.#longString(from));
      }
      around += `${this.#text(copied, from)}[]`;
      copied = this.#at;
    } while (this.#take(COMMA));
    around += this.#text(copied, this.#body.length);
    const value: Record<string, unknown> = JSON.parse(around);
    for (const [name, read] of long) value[name] = read;
    return value;
  }

  /** A list whose elements are lists again at `depth` 1. */
  async #list(depth: number): Promise<unknown[]> {
    const items: unknown[] = [];
    this.#expect(OPEN_ARRAY);
    if (this.#take(CLOSE_ARRAY)) return items;
    // What is passed over and not parsed yet.
    let [start, end] = [this.#at, this.#at];
    const parse = () => {
      if (end === start) return;
      const parsed: unknown[] = JSON.parse(`[${this.#text(start, end)}]`);
      for (const item of parsed) items.push(item);
    };
    for (let isLast = false; !isLast; ) {
      const from = this.#at;
      const read = depth > 0 && this.#byte() === OPEN_ARRAY ? await this.#list(depth - 1) : undefined;
      if (read === undefined) this.#skipValue();
      const whole = read ?? (this.#isLong(from) ? await this.#longString(from) : undefined);
      if (whole !== undefined) {
        parse();
        items.push(whole);
      } else end = this.#at;
      isLast = !this.#take(COMMA);
      if (whole === undefined && !isLast && end - start < SLICE) continue;
      if (whole === undefined) parse();
      start = this.#at;
      end = start;
      if (this.#at - this.#turnAt >= TURN) {
        await setImmediate();
        this.#turnAt = this.#at;
      }
    }
    this.#expect(CLOSE_ARRAY);
    return items;
  }

  /** Whether a string was passed over since `from` that is too long to be read at once, and holds no escape. */
  #isLong(from: number): boolean {
    const body = this.#body;
    return (
      this.#at - from > TURN && body[from] === QUOTE && !body.subarray(from, this.#at).includes(BACKSLASH)
    );
  }

  async #longString(from: number): Promise<string> {
    // White space may follow its closing quote.
    const [start, end] = [from + 1, this.#body.lastIndexOf(QUOTE, this.#at - 1)];
    const parts: string[] = [];
    for (let at = start; at < end; ) {
      let to = Math.min(end, at + TURN);
      // Not inside a character, of which no more than three bytes follow the first.
      for (let back = 0; back < 3 && to < end && ((this.#body[to] ?? 0) & 0xc0) === 0x80; back++) to--;
      const part = this.#text(at, to);
      if (CONTROL.test(part)) throw new Unexpected();
      parts.push(part);
      at = to;
      await setImmediate();
    }
    return parts.join('');
  }

  #text(from: number, to: number): string {
    return PART.decode(this.#body.subarray(from, to));
  }

  /** The name of a member; one with an escape may be any. */
  #name(): string {
    const start = this.#at;
    if (this.#body[start] !== QUOTE) throw new Unexpected();
    this.#skipString();
    const name = this.#body.toString('latin1', start + 1, this.#at - 1);
    if (name.includes('\\')) throw new Unexpected();
    return name;
  }

  #byte(): number | undefined {
    for (;;) {
      const byte = this.#body[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      this.#at++;
    }
  }

  /** Takes one byte, with the white space around it. */
  #take(expected: number): boolean {
    if (this.#byte() !== expected) return false;
    this.#at++;
    this.#byte();
    return true;
  }

  #expect(expected: number): void {
    if (!this.#take(expected)) throw new Unexpected();
  }

  /** Passes over a value of well-formed JSON. */
  #skipValue(): void {
    const body = this.#body;
    const start = this.#at;
    for (let depth = 0; this.#at < body.length; ) {
      const byte = body[this.#at];
      if (byte === QUOTE) this.#skipString();
      else if (byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
        if (depth === 0) break;
        if (byte !== COMMA) depth--;
        this.#at++;
      } else {
        if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) depth++;
        this.#at++;
      }
    }
    if (this.#at === start) throw new Unexpected();
  }

  /** From the opening quote past the closing one. */
  #skipString(): void {
    for (let from = this.#at + 1; ; ) {
      const quote = this.#body.indexOf(QUOTE, from);
      if (quote < 0) throw new Unexpected();
      let escapes = 0;
      while (this.#body[quote - 1 - escapes] === BACKSLASH) escapes++;
      from = quote + 1;
      if (escapes % 2 === 0) {
        this.#at = from;
        return;
      }
    }
  }
}
