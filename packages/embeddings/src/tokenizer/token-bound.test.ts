import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPECIAL_TOKENS_PER_INPUT, tokenBounds } from './token-bound.ts';
import { createTokenizer } from './tokenizer.ts';

const bytes = (text: string) => Buffer.byteLength(text);

describe('the bound on the tokens of a text', () => {
  it('is its bytes in plain English, and the special tokens', async () => {
    expect([...(await tokenBounds(['hello world', 'a']))]).toEqual([
      11 + SPECIAL_TOKENS_PER_INPUT,
      1 + SPECIAL_TOKENS_PER_INPUT,
    ]);
  });

  it('covers every normal form a tokenizer may read the text in, and lower case', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 3000 }), async (text) => {
        const [bound = 0] = await tokenBounds([text]);
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
          expect(bound).toBeGreaterThanOrEqual(bytes(text.normalize(form)));
        }
        expect(bound).toBeGreaterThanOrEqual([...text.toLowerCase().normalize('NFKC')].length);
      }),
      { numRuns: 60 },
    );
  });

  it('holds for each single character there is', async () => {
    const characters: string[] = [];
    for (let code = 1; code <= 0x10ffff; code += 1) {
      if (code < 0xd800 || code > 0xdfff) characters.push(String.fromCodePoint(code));
    }
    const bounds = await tokenBounds(characters);
    const short = characters.filter((character, at) =>
      (['NFC', 'NFKC', 'NFKD'] as const).some((form) => bytes(character.normalize(form)) > (bounds[at] ?? 0)),
    );
    expect(short).toEqual([]);
    // One character of three bytes that decomposes into eighteen characters of thirty-three.
    expect((await tokenBounds(['\ufdfa']))[0]).toBe(33 + SPECIAL_TOKENS_PER_INPUT);
  });

  it('is never below what cl100k_base counts', async () => {
    const tokenizer = createTokenizer();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        expect((await tokenBounds([text]))[0]).toBeGreaterThanOrEqual(tokenizer.count(text));
      }),
      { numRuns: 60 },
    );
  });

  it('adds up over a long text cut at any place, hostile marks included', async () => {
    const text = `${'é'.repeat(3000)}${'\u0315\u0300'.repeat(5000)}${'𝔘'.repeat(1500)}`;
    const [bound = 0] = await tokenBounds([text]);
    expect(bound).toBeGreaterThanOrEqual(bytes(text.normalize('NFKD')));
    expect(bound).toBeLessThanOrEqual(bytes(text) + bytes(text.normalize('NFKD')));
  });
});
