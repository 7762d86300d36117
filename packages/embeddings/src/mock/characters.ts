/** How a character takes part in a text's meaning, as far as the mock can tell. */
export const SEPARATOR = 0;
/** Letters and digits of scripts that put spaces between words. */
export const WORD = 1;
/** Characters of scripts that do not: Chinese, Japanese, Korean syllables, Thai, Lao, Khmer, Burmese. */
export const DENSE = 2;
/** Stands for something by itself: an emoji, an arrow, a currency sign. */
export const SYMBOL = 3;

/** Inclusive ranges of code points with their class, ascending; whatever lies between them is WORD. */
const RANGES: readonly (readonly [first: number, last: number, kind: number])[] = [
  [0x00, 0x2f, SEPARATOR],
  [0x3a, 0x40, SEPARATOR],
  [0x5b, 0x60, SEPARATOR],
  [0x7b, 0x9f, SEPARATOR],
  [0xa0, 0xa1, SEPARATOR],
  [0xa2, 0xa9, SYMBOL],
  [0xab, 0xaf, SEPARATOR],
  [0xb0, 0xb1, SYMBOL],
  [0xb4, 0xb8, SEPARATOR],
  [0xbb, 0xbb, SEPARATOR],
  [0xbf, 0xbf, SEPARATOR],
  [0xd7, 0xd7, SEPARATOR],
  [0xf7, 0xf7, SEPARATOR],
  [0x0e00, 0x0eff, DENSE],
  [0x1000, 0x109f, DENSE],
  [0x1780, 0x17ff, DENSE],
  [0x2000, 0x206f, SEPARATOR],
  [0x20a0, 0x20bf, SYMBOL],
  [0x2100, 0x2bff, SYMBOL],
  [0x2e00, 0x2e7f, SEPARATOR],
  [0x2e80, 0x2fff, DENSE],
  [0x3000, 0x303f, SEPARATOR],
  [0x3040, 0x9fff, DENSE],
  [0xac00, 0xd7af, DENSE],
  [0xe000, 0xf8ff, SYMBOL],
  [0xf900, 0xfaff, DENSE],
  [0xfe00, 0xfe0f, SEPARATOR],
  [0xfeff, 0xfeff, SEPARATOR],
  [0xfff0, 0xffff, SEPARATOR],
  [0x1f000, 0x1faff, SYMBOL],
  [0x20000, 0x3ffff, DENSE],
  [0xe0000, 0x10ffff, SEPARATOR],
];

/** Every class of the basic plane, so that the common case is one look-up. */
const BASIC_PLANE = new Uint8Array(0x10000).fill(WORD);
for (const [first, last, kind] of RANGES) BASIC_PLANE.fill(kind, first, Math.min(last + 1, 0x10000));

export function kindOf(codePoint: number): number {
  if (codePoint < 0x10000) return BASIC_PLANE[codePoint] as number;
  const range = RANGES.find(([first, last]) => codePoint >= first && codePoint <= last);
  return range ? range[2] : WORD;
}

export function isUpper(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a;
}

export function isLower(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}
