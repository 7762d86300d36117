import {
  BYTE_CLASS,
  byteWidth,
  classAt,
  END,
  LETTER,
  NEWLINE,
  NUMBER,
  OTHER,
  SPACE,
} from './character-classes.ts';

const SPACE_BYTE = 0x20;
const APOSTROPHE = 0x27;

/**
 * End of the piece that begins at `start`: what cl100k_base's pattern matches there, written out by hand.
 *
 *     (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
 *
 * Every run is read at most three times, whatever the text, where a backtracking engine needs quadratic time.
 * `utf8` holds whole characters and ends in `END_BYTE`; `start` is before that byte.
 */
export function pieceEnd(utf8: Uint8Array, start: number): number {
  const first = utf8[start] as number;
  const kind = classAt(utf8, start);
  const second = start + byteWidth(first);
  if (kind === LETTER) {
    return letterRunEnd(utf8, second);
  }
  if (kind === NUMBER) {
    return numberEnd(utf8, second);
  }
  if (kind === NEWLINE) {
    return whitespaceEnd(utf8, start);
  }
  if (first === APOSTROPHE) {
    const end = contractionEnd(utf8, second);
    if (end > 0) {
      return end;
    }
  }
  const next = classAt(utf8, second);
  if (next === LETTER) {
    return letterRunEnd(utf8, second);
  }
  if (kind === OTHER || (first === SPACE_BYTE && next === OTHER)) {
    return symbolsEnd(utf8, second);
  }
  return whitespaceEnd(utf8, start);
}

/** `\p{L}*` */
function letterRunEnd(utf8: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = utf8[at] as number;
    if (BYTE_CLASS[byte] === LETTER) {
      at++;
    } else if (byte >= 0x80 && classAt(utf8, at) === LETTER) {
      at += byteWidth(byte);
    } else {
      return at;
    }
  }
}

/** The second and third of `\p{N}{1,3}` */
function numberEnd(utf8: Uint8Array, from: number): number {
  let at = from;
  for (let digits = 1; digits < 3 && classAt(utf8, at) === NUMBER; digits++) {
    at += byteWidth(utf8[at] as number);
  }
  return at;
}

/** `[^\s\p{L}\p{N}]*[\r\n]*` */
function symbolsEnd(utf8: Uint8Array, from: number): number {
  let at = from;
  while (classAt(utf8, at) === OTHER) {
    at += byteWidth(utf8[at] as number);
  }
  while (BYTE_CLASS[utf8[at] as number] === NEWLINE) {
    at++;
  }
  return at;
}

/** What follows the apostrophe of `'s|'t|'re|'ve|'m|'ll|'d`, or 0. U+017F folds to s; no other letter does. */
function contractionEnd(utf8: Uint8Array, at: number): number {
  const first = utf8[at] as number;
  if (first === 0xc5) {
    return utf8[at + 1] === 0xbf ? at + 2 : 0;
  }
  switch (first | 0x20) {
    case 0x73: // s
    case 0x74: // t
    case 0x6d: // m
    case 0x64: // d
      return at + 1;
    case 0x72: // re
    case 0x76: // ve
      return ((utf8[at + 1] as number) | 0x20) === 0x65 ? at + 2 : 0;
    case 0x6c: // ll
      return ((utf8[at + 1] as number) | 0x20) === 0x6c ? at + 2 : 0;
    default:
      return 0;
  }
}

/**
 * `\s*[\r\n]+|\s+(?!\S)|\s+`: up to the last line break of the run; without one, all of it at the end of the
 * text; else all but its last character, which belongs to what follows; but never nothing.
 */
function whitespaceEnd(utf8: Uint8Array, start: number): number {
  let at = start;
  let last = start;
  let lastBreakEnd = 0;
  for (;;) {
    const kind = classAt(utf8, at);
    if (kind === NEWLINE) {
      lastBreakEnd = at + 1;
    } else if (kind !== SPACE) {
      if (lastBreakEnd > 0) {
        return lastBreakEnd;
      }
      return kind === END || last === start ? at : last;
    }
    last = at;
    at += byteWidth(utf8[at] as number);
  }
}
