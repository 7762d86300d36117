import fc from 'fast-check';
import { get_encoding } from 'tiktoken';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createTokenizer } from './index.ts';

// Seconds of work on a quiet machine; the tests may share theirs.
vi.setConfig({ testTimeout: 60_000 });

const reference = get_encoding('cl100k_base');
const tokenizer = createTokenizer();
afterAll(() => reference.free());

const exactly = (text: string) => reference.encode_ordinary(text).length;

const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(' ', '  ', '   ', '\n', '\r\n', '\t', '\u0085', '\u3000', "'", "'re", "'ſ", '12', '5'),
      fc.constantFrom(
        'hello',
        'ing',
        'ization',
        'ß',
        '中文',
        '👩‍👩‍👧',
        '!',
        '====',
        '-----',
        'é',
        '\ud83d',
        '𠀀',
        'aaaa',
      ),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

/** The longest prefix within the limit, found by trying each. */
function longestPrefix(text: string, limit: number): { text: string; tokens: number } {
  const ends = [0];
  for (const character of text) {
    ends.push((ends.at(-1) as number) + character.length);
  }
  for (const end of ends.reverse()) {
    const tokens = exactly(text.slice(0, end));
    if (tokens <= limit) {
      return { text: text.slice(0, end), tokens };
    }
  }
  throw new Error('the empty prefix has no tokens');
}

describe('truncate', () => {
  it('gives the longest prefix there is, with its exact count', () => {
    fc.assert(
      fc.property(texts, fc.nat(12), (text, limit) => {
        expect(tokenizer.truncate(text, limit)).toEqual(longestPrefix(text, limit));
      }),
      { numRuns: 3_000 },
    );
  });

  it('takes more than the first tokens of the whole where a longer prefix has fewer', () => {
    // '   x' is '  ' and ' x', but '   ' alone is one token.
    expect(tokenizer.truncate('   x', 1)).toEqual({ text: '   ', tokens: 1 });
    // 'helloworld' is 'h' and 'elloworld', 'understandings' is 'under', 'stand', 'ings'.
    expect(tokenizer.truncate('helloworld', 1)).toEqual({ text: 'hello', tokens: 1 });
    expect(tokenizer.truncate('understandings', 1)).toEqual({ text: 'unders', tokens: 1 });
  });

  it('works across segments', () => {
    const text = 'The quick brown fox; '.repeat(20_000);
    const cut = tokenizer.truncate(text, 60_001);
    expect(cut.tokens).toBe(60_001);
    expect(text.startsWith(cut.text)).toBe(true);
    expect(exactly(cut.text)).toBe(60_001);
  });

  it('finds the same in a text without borders as in one cut just behind the prefix', () => {
    for (const unit of ['a', ' ', '/', '中', '=-', '\n', 'ab', '0', '👩', ' \n']) {
      const text = unit.repeat(400_000 / unit.length);
      for (const limit of [4, 100, 1_001]) {
        const cut = tokenizer.truncate(text, limit);
        expect(tokenizer.count(cut.text), unit).toBe(cut.tokens);
        const more = text.slice(0, cut.text.length + 40);
        expect(tokenizer.truncate(more.isWellFormed() ? more : more.slice(0, -1), limit), unit).toEqual(cut);
      }
    }
  });

  it('is quick on hostile texts', () => {
    for (const unit of ['a', ' ', '/', '\n ', '中', '=-']) {
      const text = unit.repeat(2_000_000 / unit.length);
      const from = performance.now();
      const cut = tokenizer.truncate(text, 8191);
      expect(performance.now() - from, unit).toBeLessThan(3_000);
      expect(cut.tokens, unit).toBe(8191);
      expect(tokenizer.count(cut.text), unit).toBe(8191);
      expect(tokenizer.count(text.slice(0, cut.text.length + 1)), unit).toBeGreaterThan(8191);
    }
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d tokens', (limit) => {
    expect(() => tokenizer.truncate('a', limit)).toThrow(RangeError);
  });
});

describe('split', () => {
  it('gives windows that join up to the text, each the longest there is, exactly counted', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 10 }), (text, limit) => {
        const windows = tokenizer.split(text, limit);
        expect(windows.map((window) => window.text).join('')).toBe(text);
        let at = 0;
        for (const { text: part, tokens, start, end } of windows) {
          expect(start).toBe(at);
          expect(text.slice(start, end)).toBe(part);
          expect({ text: part, tokens }).toEqual(longestPrefix(text.slice(start), limit));
          at = end;
        }
      }),
      { numRuns: 800 },
    );
  });

  it('repeats at most the overlap, leaves nothing out and always goes on', () => {
    const limits = fc
      .integer({ min: 5, max: 12 })
      .chain((limit) => fc.tuple(fc.constant(limit), fc.nat(limit - 1)));
    fc.assert(
      fc.property(texts, limits, (text, [limit, overlap]) => {
        let covered = 0;
        for (const { text: part, tokens, start, end } of tokenizer.split(text, limit, overlap)) {
          expect(start).toBeLessThanOrEqual(covered);
          expect(end).toBeGreaterThan(covered);
          expect(text.slice(start, end)).toBe(part);
          expect(exactly(part)).toBe(tokens);
          expect(tokens).toBeLessThanOrEqual(limit);
          expect(exactly(text.slice(start, covered))).toBeLessThanOrEqual(overlap);
          covered = end;
        }
        expect(covered).toBe(text.length);
      }),
      { numRuns: 800 },
    );
  });

  it('repeats the whole overlap in ordinary prose', () => {
    const text = 'A sentence of some ordinary words follows another one. '.repeat(60);
    const windows = tokenizer.split(text, 100, 20);
    expect(windows.length).toBeGreaterThan(7);
    for (const [index, { start }] of windows.entries()) {
      const before = windows[index - 1];
      expect(before === undefined || exactly(text.slice(start, before.end)) === 20).toBe(true);
    }
  });

  it('gives nothing for nothing, and refuses what cannot be', () => {
    expect(tokenizer.split('', 5)).toEqual([]);
    expect(() => tokenizer.split('a', 0)).toThrow(RangeError);
    expect(() => tokenizer.split('a', 5, 5)).toThrow(RangeError);
    expect(() => tokenizer.split('ab𠀀', 2)).toThrow(/character at 2/);
  });
});
