import { get_encoding } from 'tiktoken';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { codePointClass, LETTER, NEWLINE, NUMBER, OTHER, SPACE } from './character-classes.ts';
import { createTokenizer } from './tokenizer.ts';

// Seconds of work on a quiet machine; the tests may share theirs.
vi.setConfig({ testTimeout: 60_000 });

const reference = get_encoding('cl100k_base');
const tokenizer = createTokenizer();
afterAll(() => reference.free());

const isSurrogate = (codePoint: number) => codePoint >= 0xd800 && codePoint <= 0xdfff;
const hex = (codePoint: number) => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;

/** Code points whose context, as `context` writes it, is encoded otherwise than by tiktoken. */
function differing(codePoints: number[], context: (character: string) => string): string[] {
  const wrong: string[] = [];
  const compare = (some: number[]) => {
    const text = some.map((codePoint) => context(String.fromCodePoint(codePoint))).join('\n');
    return Buffer.from(reference.encode_ordinary(text).buffer).equals(
      Buffer.from(tokenizer.encode(text).buffer),
    );
  };
  for (let at = 0; at < codePoints.length; at += 256) {
    const some = codePoints.slice(at, at + 256);
    if (!compare(some)) {
      wrong.push(...some.filter((codePoint) => !compare([codePoint])).map(hex));
    }
  }
  return wrong;
}

describe('character classes, against tiktoken', () => {
  // Planes 4 to 13 are unassigned, 15 and 16 for private use: every 31st code point of them, and their ends.
  const swept = Array.from({ length: 0x110000 }, (_, codePoint) => codePoint).filter(
    (codePoint) =>
      !isSurrogate(codePoint) &&
      (codePoint < 0x40000 || codePoint >> 16 === 14 || codePoint % 31 === 0 || (codePoint + 1) % 0x8000 < 2),
  );

  it('tells symbols from all else, at every code point', () => {
    // A symbol takes the apostrophe into its piece and leaves the s; after all else 's is a piece, and a token.
    expect(differing(swept, (character) => `${character}'s`)).toEqual([]);
  });

  it('tells letters, numbers and white space apart', () => {
    const known = swept.filter((codePoint) => codePointClass(codePoint) !== OTHER);
    expect(known.length).toBeGreaterThan(140_000);
    // A number changes how the digits group; white space joins the two blanks before it, and they are one token.
    expect(differing(known, (character) => `1${character}23  ${character}b`)).toEqual([]);
  });

  it('has White_Space as Rust does, not as JavaScript does', () => {
    expect(codePointClass(0x85)).toBe(SPACE);
    expect(codePointClass(0xfeff)).toBe(OTHER);
    expect(codePointClass(0x200d)).toBe(OTHER);
    expect([0x0a, 0x0d, 0x0b, 0x2028].map(codePointClass)).toEqual([NEWLINE, NEWLINE, SPACE, SPACE]);
  });

  it('stays at Unicode 16.0, whatever Node brings', () => {
    // U+088F and U+11DE0 came with 17.0.
    expect([0x088f, 0x11de0].map(codePointClass)).toEqual([OTHER, OTHER]);
    expect([0xa7da, 0x10d40].map(codePointClass)).toEqual([LETTER, NUMBER]);
  });
});
