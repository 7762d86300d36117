import { LETTER_RANGES, NUMBER_RANGES } from './unicode-ranges.ts';

/** What the pre-split pattern of cl100k_base can tell apart. */
export const OTHER = 0;
export const LETTER = 1;
export const NUMBER = 2;
/** White_Space except CR and LF. */
export const SPACE = 3;
/** CR and LF only. */
export const NEWLINE = 4;
/** The byte `END_BYTE`, which UTF-8 never contains: it closes every buffer, so that runs need no bounds check. */
export const END = 5;
/** A byte that begins a character of several bytes: ask `wideClass`. */
const WIDE = 6;

export const END_BYTE = 0xff;

/** White_Space as Rust's \s has it: with U+0085, without U+FEFF, unlike JavaScript's. */
const SPACES = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
] as const;

// Two stages with pages of 64: what the leading bytes of a UTF-8 sequence hold gives the page, its last byte the
// place in it.
const { pageOf, pages } = buildPages();

/** Class of each first byte: one of the classes above, or `WIDE`. */
export const BYTE_CLASS = buildByteClasses();

/** Class of the character that begins at `at`, of any width. The buffer must end in `END_BYTE`. */
export function classAt(utf8: Uint8Array, at: number): number {
  const narrow = BYTE_CLASS[utf8[at] as number] as number;
  return narrow === WIDE ? wideClass(utf8, at) : narrow;
}

/** Bytes of the character whose first byte is given. */
export function byteWidth(first: number): number {
  return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** Class of a code point. */
export function codePointClass(codePoint: number): number {
  return pages[((pageOf[codePoint >> 6] as number) << 6) | (codePoint & 63)] as number;
}

function wideClass(utf8: Uint8Array, at: number): number {
  const first = utf8[at] as number;
  const second = (utf8[at + 1] as number) & 63;
  if (first < 0xe0) {
    return pages[((pageOf[first & 31] as number) << 6) | second] as number;
  }
  const third = (utf8[at + 2] as number) & 63;
  if (first < 0xf0) {
    return pages[((pageOf[((first & 15) << 6) | second] as number) << 6) | third] as number;
  }
  const fourth = (utf8[at + 3] as number) & 63;
  return pages[((pageOf[((first & 7) << 12) | (second << 6) | third] as number) << 6) | fourth] as number;
}

function buildPages(): { pageOf: Uint16Array; pages: Uint8Array } {
  const pageOf = new Uint16Array(0x110000 >> 6);
  // Pages of one class throughout are shared, each at the index of its class; page 0 (`OTHER`) is the default.
  const list = [OTHER, LETTER, NUMBER, SPACE].map((kind) => new Uint8Array(64).fill(kind));

  const mark = (first: number, last: number, kind: number): void => {
    for (let page = first >> 6; page <= last >> 6; page++) {
      const from = Math.max(first, page << 6);
      const to = Math.min(last, (page << 6) | 63);
      if (to - from === 63) {
        pageOf[page] = kind;
        continue;
      }
      if (pageOf[page] === 0) {
        pageOf[page] = list.length;
        list.push(new Uint8Array(64));
      }
      list[pageOf[page] as number]?.fill(kind, from & 63, (to & 63) + 1);
    }
  };

  for (const [first, last] of ranges(LETTER_RANGES)) {
    mark(first, last, LETTER);
  }
  for (const [first, last] of ranges(NUMBER_RANGES)) {
    mark(first, last, NUMBER);
  }
  for (const [first, last] of SPACES) {
    mark(first, last, SPACE);
  }
  mark(0x0a, 0x0a, NEWLINE);
  mark(0x0d, 0x0d, NEWLINE);

  const pages = new Uint8Array(list.length << 6);
  for (const [index, page] of list.entries()) {
    pages.set(page, index << 6);
  }
  return { pageOf, pages };
}

/** First and last code point of each range in the notation of unicode-ranges.ts. */
function* ranges(notation: string): Generator<[first: number, last: number]> {
  let at = 0;
  for (const item of notation.trim().split(/\s+/)) {
    const [gap = '', more = '0'] = item.split('.');
    const first = at + Number.parseInt(gap, 36);
    const last = first + Number.parseInt(more, 36);
    yield [first, last];
    at = last + 1;
  }
}

function buildByteClasses(): Uint8Array {
  const classes = new Uint8Array(256).fill(WIDE);
  for (let byte = 0; byte < 0x80; byte++) {
    classes[byte] = codePointClass(byte);
  }
  classes[END_BYTE] = END;
  return classes;
}
