import { seeded } from '../seeded.ts';

/** Characters that programs trip over, for random texts. */
const ALPHABETS = [
  // Controls, separators and invisible ones.
  [
    '\0',
    '\u0001',
    '\b',
    '\u001b[31m',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u00ad',
    '\u200b',
    '\u2028',
    '\u2060',
    '\ufeff',
  ],
  // Directions, joiners and selectors.
  [
    '\u202e',
    '\u202d',
    '\u2066',
    '\u2069',
    '\u200d',
    '\u200c',
    '\u200f',
    '\ufe0f',
    '\u{e0101}',
    'א',
    'ب',
    'a',
  ],
  // Marks that pile up.
  [
    'e',
    'ก',
    '\u0301',
    '\u0489',
    '\u20e3',
    '\u0e38',
    '\u0f71',
    '\u3099',
    '\u1160',
    '\u11ff',
    '\u094d',
    '\u0334',
  ],
  // What looks like syntax.
  ['"', "'", '\\', '{', '}', '[', ']', '<|endoftext|>', '${', '%00', '<!--', '\r\n'],
  // Beyond the basic plane, and where nothing is assigned.
  ['😀', '🏴', '🇩', '𝕳', '𒀀', '\u{10ffff}', '\u{e000}', '\ufffe', '\u{1fffe}', '\u0378', '\ufffd', '﷽'],
] as const;

/** A random text of `length` pieces; every fifth draws from all alphabets at once. Always the same for a seed. */
export function randomUgly(seed: number, length: number): string {
  const random = seeded(seed);
  const alphabet: readonly string[] =
    seed % (ALPHABETS.length + 1) === ALPHABETS.length
      ? ALPHABETS.flat()
      : (ALPHABETS[seed % (ALPHABETS.length + 1)] ?? []);
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)] ?? '').join('');
}

/** Letters and digits without any rhythm, as base64 and keys have it. */
export function randomLetters(seed: number, length: number, letters: string): string {
  const random = seeded(seed);
  return Array.from({ length }, () => letters[Math.floor(random() * letters.length)] ?? '').join('');
}
