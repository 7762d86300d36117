import { InputError, inTurns } from '@weighbridge/embeddings';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const ZERO = 0x30;
const NINE = 0x39;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** Bytes parsed at once: a millisecond or two of the dearest. */
const SLICE = 1 << 16;
/** Bytes of a string that are looked at one by one before its end is searched for. */
const SHORT = 32;
/** The longest escape is of six bytes: \u0000. */
const LONGEST_ESCAPE = 6;
/** Levels of values that do not fit in a slice; no request has more than a handful. */
const MOST_LEVELS = 64;
/** Commas and brackets outside lists of ids: values take up to thirty times the memory of their bytes. */
const MOST_VALUES = 1 << 22;
/** Of an object that does not fit in a slice. */
const MOST_MEMBERS = 10_000;

/** Where token ids may stand, alone and in lists. */
const IDS_MEMBER = 'input';
/** Bytes of a list of ids that becomes a typed array; a shorter one would be smaller as it is. */
const MANY_IDS = 512;
const IDS_BLOCK = 1 << 14;
/** Lists of ids between two yields, at the most. */
const FEW = 8;
const LARGEST_ID = 0xffff_ffff;
const MOST_DIGITS = 10;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The value of a large JSON body, over several turns of the event loop: the same as parsing it as a whole, but that long
 * lists of whole numbers in `input` of its outermost object are a Uint32Array each. Bodies that nest deeply, or hold
 * millions of values, are refused.
 * @throws SyntaxError, TypeError for bytes that are no UTF-8, InputError REQUEST_TOO_LARGE
 */
export function parseLargeJson(body: Buffer): Promise<unknown> {
  return inTurns(new JsonReader(body).read());
}

/** Finds pieces of some kilobytes that the platform's own parser reads; its generators yield after each. */
class JsonReader {
  readonly #body: Buffer;
  /** Where ids of a list are collected at first. */
  readonly #ids = new Uint32Array(IDS_BLOCK);
  #at = 0;
  #values = 0;

  constructor(body: Buffer) {
    this.#body = body;
  }

  *read(): Generator<undefined, unknown> {
    if (BYTE_ORDER_MARK.every((byte, at) => this.#body[at] === byte)) this.#at = BYTE_ORDER_MARK.length;
    yield* this.#space();
    const value = yield* this.#value(0, false);
    yield* this.#space();
    if (this.#at < this.#body.length) throw malformed();
    return value;
  }

  /** A value of any length. */
  *#value(level: number, mayBeIds: boolean): Generator<undefined, unknown> {
    if (level > MOST_LEVELS) throw malformed();
    this.#count(1);
    switch (this.#body[this.#at]) {
      case QUOTE:
        return yield* this.#string();
      case OPEN_ARRAY:
        return yield* this.#list(level, mayBeIds);
      case OPEN_OBJECT:
        return yield* this.#object(level);
      default: {
        const end = this.#scan(this.#at, 'one');
        // Nothing may follow the outermost value.
        return this.#parse(end < 0 ? Math.min(this.#body.length, this.#at + SLICE) : end);
      }
    }
  }

  *#list(level: number, mayBeIds: boolean): Generator<undefined, unknown[] | Uint32Array> {
    this.#at += 1;
    yield* this.#space();
    if (this.#take(CLOSE_ARRAY)) return [];
    if (mayBeIds && isDigit(this.#body[this.#at])) {
      const ids = yield* this.#idList();
      if (ids) return ids;
    }
    const items: unknown[] = [];
    do {
      yield* this.#space();
      const end = this.#scan(this.#at, mayBeIds ? 'many but lists of ids' : 'many');
      if (end < 0) {
        items.push(yield* this.#value(level + 1, mayBeIds));
        yield* this.#space();
        if (items.length % FEW === 0) yield;
        continue;
      }
      const some: unknown[] = JSON.parse(`[${this.#text(this.#at, end)}]`);
      // Between two commas, or after the last.
      if (some.length === 0) throw malformed();
      for (const item of some) items.push(item);
      this.#at = end;
      yield;
    } while (this.#take(COMMA));
    this.#expect(CLOSE_ARRAY);
    return items;
  }

  *#object(level: number): Generator<undefined, object> {
    const object: Record<string, unknown> = {};
    this.#at += 1;
    yield* this.#space();
    if (this.#take(CLOSE_OBJECT)) return object;
    let members = 0;
    do {
      if (++members > MOST_MEMBERS) throw tooManyValues();
      yield* this.#space();
      if (this.#body[this.#at] !== QUOTE) throw malformed();
      const name = yield* this.#string();
      yield* this.#space();
      this.#expect(COLON);
      yield* this.#space();
      const isIds = level === 0 && name === IDS_MEMBER;
      const end = this.#scan(this.#at, 'one');
      const isLong = end < 0 || (isIds && end - this.#at > MANY_IDS);
      const value = isLong ? yield* this.#value(level + 1, isIds) : this.#parse(end);
      // As JSON has it: `__proto__` is a name like any other.
      Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
      yield* this.#space();
    } while (this.#take(COMMA));
    this.#expect(CLOSE_OBJECT);
    return object;
  }

  /** A list of whole numbers, without its opening bracket; undefined, and nothing read, when it holds anything else. */
  *#idList(): Generator<undefined, Uint32Array | undefined> {
    const body = this.#body;
    const full: Uint32Array[] = [];
    let block = this.#ids;
    let count = 0;
    let yielded = this.#at;
    for (let at = this.#at; ; ) {
      const first = at;
      let id = 0;
      for (; at - first <= MOST_DIGITS && isDigit(body[at]); at++) id = id * 10 + (body[at] as number) - ZERO;
      const hasLeadingZero = body[first] === ZERO && at - first > 1;
      if (at === first || id > LARGEST_ID || hasLeadingZero) return undefined;
      if (count === IDS_BLOCK) {
        full.push(block === this.#ids ? block.slice() : block);
        block = new Uint32Array(IDS_BLOCK);
        count = 0;
      }
      block[count++] = id;
      for (let hasComma = false; ; at++) {
        const byte = body[at];
        if (!isSpace(byte)) {
          if (hasComma) break;
          if (byte === CLOSE_ARRAY) {
            this.#at = at + 1;
            return yield* joined(full, block.subarray(0, count));
          }
          if (byte !== COMMA) return undefined;
          hasComma = true;
        }
        if (at - yielded >= SLICE) {
          yielded = at;
          yield;
        }
      }
    }
  }

  /** A string of any length. */
  *#string(): Generator<undefined, string> {
    const parts: string[] = [];
    let at = this.#at + 1;
    for (let quote = this.#quoteFrom(at); ; ) {
      const most = at + SLICE;
      while (quote < most && this.#isEscaped(quote, at)) quote = this.#quoteFrom(quote + 1);
      const end = quote < most ? quote : this.#endOfPart(at, most);
      const part = this.#text(at, end);
      parts.push(JSON.parse(`"${part}"`));
      if (end === quote) {
        this.#at = quote + 1;
        return parts.length === 1 ? (parts[0] as string) : parts.join('');
      }
      at = end;
      yield;
    }
  }

  #quoteFrom(from: number): number {
    const quote = this.#body.indexOf(QUOTE, from);
    if (quote < 0) throw malformed();
    return quote;
  }

  /** Whether the byte belongs to an escape that begins before it; `from` is no part of one. */
  #isEscaped(at: number, from: number): boolean {
    let backslashes = 0;
    while (at - backslashes > from && this.#body[at - backslashes - 1] === BACKSLASH) backslashes++;
    return backslashes % 2 === 1;
  }

  /** At most `end`, and neither inside a character nor inside an escape. */
  #endOfPart(from: number, end: number): number {
    const body = this.#body;
    let to = end;
    // Of a character, no more than three bytes follow the first.
    for (let back = 0; back < 3 && ((body[to] ?? 0) & 0xc0) === 0x80; back++) to--;
    for (let at = to - 1; at >= to - LONGEST_ESCAPE; at--) {
      if (body[at] === BACKSLASH) return this.#isEscaped(at, from) ? to : at;
    }
    return to;
  }

  /**
   * Where a value ends that begins at `from`, or as many of a list as a slice holds: at a comma or a closing bracket.
   * Negative when the first is longer. Whether it is well-formed is not looked at.
   */
  #scan(from: number, what: 'one' | 'many' | 'many but lists of ids'): number {
    const body = this.#body;
    const bound = Math.min(body.length, from + SLICE);
    let depth = 0;
    let end = -1;
    let values = 0;
    // Of the element that is being passed over.
    let start = from;
    for (let at = from; at < bound; at++) {
      const byte = body[at];
      if (byte === QUOTE) {
        const past = this.#pastString(at, bound);
        if (past < 0) break;
        at = past - 1;
      } else if (byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
        if (byte === COMMA) values += 1;
        else depth -= 1;
        const isIds = at - start > MANY_IDS && body[start] === OPEN_ARRAY;
        if (isIds && what === 'many but lists of ids') break;
        if (depth > 0 || (depth === 0 && byte !== COMMA)) continue;
        end = at;
        if (depth < 0 || what === 'one') break;
        start = at + 1;
      } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
        values += 1;
        depth += 1;
      } else if (at === start && isSpace(byte)) start += 1;
    }
    // Some of them lie past the end, and are passed over again.
    if (end >= 0) this.#count(values);
    return end;
  }

  #count(values: number): void {
    this.#values += values;
    if (this.#values > MOST_VALUES) throw tooManyValues();
  }

  /** Past the closing quote of the string at `at`; negative when that is not before `bound`. */
  #pastString(at: number, bound: number): number {
    const body = this.#body;
    let from = at + 1;
    for (const short = Math.min(bound, from + SHORT); from < short; from++) {
      if (body[from] === QUOTE) return from + 1;
      if (body[from] === BACKSLASH) from += 1;
    }
    const start = Math.min(from, bound);
    for (let quote = body.indexOf(QUOTE, start); ; quote = body.indexOf(QUOTE, quote + 1)) {
      if (quote < 0 || quote >= bound) return -1;
      if (!this.#isEscaped(quote, start)) return quote + 1;
    }
  }

  #parse(end: number): unknown {
    const value: unknown = JSON.parse(this.#text(this.#at, end));
    this.#at = end;
    return value;
  }

  #text(from: number, to: number): string {
    return UTF8.decode(this.#body.subarray(from, to));
  }

  *#space(): Generator<undefined, void> {
    for (let passed = 0; isSpace(this.#body[this.#at]); this.#at++) {
      if (++passed % SLICE === 0) yield;
    }
  }

  #take(expected: number): boolean {
    if (this.#body[this.#at] !== expected) return false;
    this.#at += 1;
    return true;
  }

  #expect(expected: number): void {
    if (!this.#take(expected)) throw malformed();
  }
}

function* joined(full: readonly Uint32Array[], last: Uint32Array): Generator<undefined, Uint32Array> {
  if (full.length === 0) return last.slice();
  const whole = new Uint32Array(full.length * IDS_BLOCK + last.length);
  for (const [index, block] of full.entries()) {
    whole.set(block, index * IDS_BLOCK);
    yield;
  }
  whole.set(last, full.length * IDS_BLOCK);
  return whole;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** Without the text, which is the caller's. */
function malformed(): SyntaxError {
  return new SyntaxError('This is no JSON.');
}

function tooManyValues(): InputError {
  return new InputError(
    'REQUEST_TOO_LARGE',
    `The request body holds more than ${MOST_VALUES} values, or an object of more than ${MOST_MEMBERS} members. Send less in one request. Nothing was sent or charged.`,
    { values: MOST_VALUES, members: MOST_MEMBERS },
  );
}
