import fc from 'fast-check';
import { get_encoding } from 'tiktoken';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createTokenizer } from './index.ts';

// Seconds of work on a quiet machine; the tests may share theirs.
vi.setConfig({ testTimeout: 60_000 });

const reference = get_encoding('cl100k_base');
const tokenizer = createTokenizer();
afterAll(() => reference.free());

function expectAsReference(text: string): void {
  const ids = reference.encode_ordinary(text);
  expect(tokenizer.encode(text)).toEqual(ids);
  expect(tokenizer.count(text)).toBe(ids.length);
}

/** Texts made of the given parts. */
const madeOf = (...parts: string[]) =>
  fc.array(fc.constantFrom(...parts), { maxLength: 24 }).map((chosen) => chosen.join(''));

const blanks = [' ', '  ', '\t', '\n', '\r', '\r\n', '\v', '\u0085', '\u00a0', '\u2028', '\u2003', '\u3000'];
const invisible = ['\ufeff', '\u200d', '\u200b', '\u180e', '\u0301', '\0'];
const contractions = [
  "'s",
  "'S",
  "'ſ",
  "'t",
  "'T",
  "'re",
  "'RE",
  "'rE",
  "'ve",
  "'m",
  "'LL",
  "'ll",
  "'d",
  "'D",
];
const digits = ['1', '23', '456', '7890', '٣', '½', 'Ⅷ', '๕', '𝟘', '①'];
const letters = ['a', 'Zz', 'hello', 'ß', 'Ж', 'ǅ', 'ʰ', 'ſ', 'K', '中', '한국', 'ข้อ', '𠀀', 'ﷺ'];
const symbols = [
  '!',
  '...',
  '--',
  '====',
  '////',
  '#',
  '$',
  '€',
  '，',
  '。',
  '👩‍👩‍👧',
  '🇩🇪',
  '<|endoftext|>',
  "'",
  '"',
];

describe('count and encode, against tiktoken', () => {
  const sources: [name: string, texts: fc.Arbitrary<string>][] = [
    ['any code points', fc.string({ unit: 'binary', maxLength: 40 })],
    ['any graphemes', fc.string({ unit: 'grapheme', maxLength: 40 })],
    [
      'any code units, lone surrogates among them',
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
        .map((units) => String.fromCharCode(...units)),
    ],
    [
      'any bytes, decoded',
      fc.uint8Array({ maxLength: 120 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
    ],
    ['white space', madeOf(...blanks, ...invisible)],
    ['white space between all else', madeOf(...blanks, ...invisible, 'a', '1', '!', "'s")],
    ['contractions', madeOf(...contractions, "'", 'r', 's', 'E', ' ', 'don', '!')],
    ['digits', madeOf(...digits, ' ', 'a', '.', ',')],
    ['symbols and line breaks', madeOf(...symbols, '\n', '\r\n', ' ', '\n\n')],
    ['everything mixed', madeOf(...blanks, ...invisible, ...contractions, ...digits, ...letters, ...symbols)],
    [
      'long runs',
      fc
        .array(
          fc.tuple(
            fc.constantFrom('-', '=', '*', '#', '/', '_', '.', ' ', 'a', 'x', '\n'),
            fc.integer({ min: 1, max: 150 }),
          ),
        )
        .map((runs) => runs.map(([character, times]) => character.repeat(times)).join('')),
    ],
    ['letters without a break', fc.string({ unit: fc.constantFrom(...'abcdeiorstABC'), maxLength: 200 })],
  ];

  it.each(sources)('agrees on %s', (_, texts) => {
    fc.assert(fc.property(texts, expectAsReference), { numRuns: 600 });
  });

  it('agrees on published vectors', () => {
    // From OpenAI's cookbook ("How to count tokens") and tiktoken's own tests.
    expect([...tokenizer.encode('tiktoken is great!')]).toEqual([83, 1609, 5963, 374, 2294, 0]);
    expect([...tokenizer.encode('hello world')]).toEqual([15339, 1917]);
    expect([...tokenizer.encode('antidisestablishmentarianism')]).toEqual([
      519, 85342, 34500, 479, 8997, 2191,
    ]);
    expect([...tokenizer.encode('2 + 2 = 4')]).toEqual([17, 489, 220, 17, 284, 220, 19]);
    expect([...tokenizer.encode('お誕生日おめでとう')]).toEqual([
      33334, 45918, 243, 21990, 9080, 33334, 62004, 16556, 78699,
    ]);
    expect([...tokenizer.encode('rer')]).toEqual([38149]);
    expect([...tokenizer.encode("'rer")]).toEqual([2351, 81]);
    expect([...tokenizer.encode('today\n ')]).toEqual([31213, 198, 220]);
    expect([...tokenizer.encode('today\n \n')]).toEqual([31213, 27907]);
    expect([...tokenizer.encode('today\n  \n')]).toEqual([31213, 14211]);
    expect([...tokenizer.encode('👍')]).toEqual([9468, 239, 235]);
  });

  it('takes the text of special tokens for plain text', () => {
    expect(tokenizer.count('<|endoftext|>')).toBe(7);
  });

  it('counts a lone surrogate as the U+FFFD that is sent in its place', () => {
    expect(tokenizer.encode('a\ud800b')).toEqual(tokenizer.encode('a\ufffdb'));
  });

  it('gives each token of the vocabulary itself back', () => {
    const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    let whole = 0;
    const wrong: number[] = [];
    for (let id = 0; id < 100_256; id++) {
      let text: string;
      try {
        text = utf8.decode(tokenizer.decodeBytes([id]));
      } catch {
        // Part of a character: no text is encoded to it alone.
        continue;
      }
      const ids = tokenizer.encode(text);
      const exact = reference.encode_ordinary(text);
      // A few are more than one piece when they stand alone.
      whole += exact.length === 1 && exact[0] === id ? 1 : 0;
      if (ids.length !== exact.length || ids[0] !== exact[0]) {
        wrong.push(id);
      }
    }
    expect(wrong).toEqual([]);
    expect(whole).toBeGreaterThan(99_000);
  });

  it('agrees on texts of many segments, wherever these are cut', () => {
    const words = [
      "don't",
      ' well',
      '  two',
      '\n\n',
      ' 2024',
      '中文字',
      '，',
      ' naïve',
      "'ſ",
      ' !?\n',
      ' 😀',
      '\ud800',
      ' x',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.nat(words.length - 1), { minLength: 300, maxLength: 400 }),
        fc.nat(40),
        (order, shift) => {
          const text =
            'a'.repeat(shift) +
            order
              .map((index) => words[index])
              .join('')
              .repeat(80);
          expect(text.length).toBeGreaterThan(65_536);
          expectAsReference(text);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('rejects what is no string', () => {
    expect(() => tokenizer.count(undefined as unknown as string)).toThrow(TypeError);
    expect(() => tokenizer.encode(7 as unknown as string)).toThrow(TypeError);
  });
});

describe('countUpTo', () => {
  it('is exact up to the limit and above the limit beyond it', () => {
    fc.assert(
      fc.property(madeOf(...blanks, ...letters, ...digits, ...symbols), fc.nat(60), (text, limit) => {
        const exact = tokenizer.count(text);
        const counted = tokenizer.countUpTo(text, limit);
        expect(exact <= limit ? counted === exact : counted > limit).toBe(true);
      }),
    );
  });

  it('does not read on once a text is too long', () => {
    const text = 'word '.repeat(10_000_000);
    const from = performance.now();
    expect(tokenizer.countUpTo(text, 8191)).toBeGreaterThan(8191);
    expect(tokenizer.countUpTo(text, 1_000_000)).toBeGreaterThan(1_000_000);
    expect(performance.now() - from).toBeLessThan(1_500);
  });

  it('refuses a limit that is none', () => {
    expect(() => tokenizer.countUpTo('a', Number.NaN)).toThrow(RangeError);
    expect(() => tokenizer.countUpTo('a', -1)).toThrow(RangeError);
  });
});

describe('decode', () => {
  it('gives the text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
    );
    expect(tokenizer.decode(tokenizer.encode('\ufeffBOM'))).toBe('\ufeffBOM');
  });

  it('gives the bytes of any ids, special tokens included, as tiktoken does', () => {
    const known = fc.oneof(fc.integer({ min: 0, max: 100_255 }), fc.constantFrom(100_257, 100_258, 100_276));
    fc.assert(
      fc.property(fc.array(known, { maxLength: 20 }), (ids) => {
        expect(tokenizer.decodeBytes(ids)).toEqual(reference.decode(new Uint32Array(ids)));
      }),
    );
    expect(tokenizer.decode([9906, 100_257])).toBe('Hello<|endoftext|>');
  });

  it.each([100_256, 100_261, 100_277, -1, 1.5, Number.NaN])('throws on %d, which is no token', (id) => {
    expect(() => tokenizer.decode([1, id])).toThrow(RangeError);
  });
});
