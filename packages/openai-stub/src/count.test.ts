import fc from 'fast-check';
import { get_encoding } from 'tiktoken';
import cl100k from 'tiktoken/encoders/cl100k_base.json' with { type: 'json' };
import { afterAll, describe, expect, it } from 'vitest';
import { countPiece, LONGEST_TOKEN_BYTES, pieces } from './byte-pair.ts';
import { areTokens, bytesOfTokens, countTokens, sha256Of, TextMeasurer } from './count.ts';

const tiktoken = get_encoding('cl100k_base');
afterAll(() => tiktoken.free());

const byTiktoken = (text: string) => tiktoken.encode_ordinary(text).length;
/** The way of long pieces, taken for any text. */
const byPieces = (text: string) => [...pieces(text)].reduce((sum, piece) => sum + countPiece(piece), 0);

const MULTILINGUAL = [
  'The quick brown fox jumps over the lazy dog.',
  "It's they're I'VE we'LL don'T 'ſ x'S",
  'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.',
  'Съешь же ещё этих мягких французских булок, да выпей чаю.',
  'いろはにほへと ちりぬるを。我能吞下玻璃而不伤身体。키스의 고유조건은',
  'نص حكيم له سر قاطع وذو شأن عظيم',
  'ऋषियों को सताने वाले दुष्ट राक्षसों',
  '👩‍👩‍👧‍👦 emoji 🇨🇭 é\u0301 \u{1F600}',
  'const f = (x) => x.map(y => y ** 2); // 1234567890\r\n\r\n\tend  ',
  '<|endoftext|> and <|fim_prefix|> are plain text here',
  '\u0085\uFEFF\u00A0\u3000 spaces of all kinds \n \n',
  ' ',
];

describe('countTokens', () => {
  it.each(MULTILINGUAL)('agrees with tiktoken: %j', (text) => {
    expect(countTokens(text, 8192)).toBe(byTiktoken(text));
    expect(countTokens(`${text}\n`.repeat(20), 8192)).toBe(byTiktoken(`${text}\n`.repeat(20)));
  });

  it('agrees with tiktoken on texts with long runs, which it counts itself', () => {
    const run = fc
      .tuple(fc.constantFrom('a', 'ab', '中', ' ', '\n', '!', '=-', 'é', '😀', '\u0085', 'word'), fc.nat(400))
      .map(([unit, times]) => unit.repeat(times));
    const text = fc.array(fc.oneof(run, fc.constantFrom(...MULTILINGUAL), fc.string({ unit: 'grapheme' })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const whole = parts.join('');
        expect(countTokens(whole, 1_000_000)).toBe(byTiktoken(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('splits and merges as tiktoken does, whatever the characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(byPieces(text)).toBe(byTiktoken(text));
      }),
      { numRuns: 500 },
    );
  });

  it('counts what takes tiktoken seconds, or traps it, in no time', () => {
    const started = performance.now();
    expect(countTokens('a'.repeat(65_000), 8192)).toBe(8125);
    expect(countTokens('a'.repeat(1_048_576), 8192)).toBe(131_072);
    expect(countTokens(`${' '.repeat(100_000)}x`, 8192)).toBeLessThan(2000);
    expect(countTokens('a'.repeat(1_048_577), 8192)).toBe(Number.POSITIVE_INFINITY);
    expect(countTokens('a b '.repeat(100_000), 8192)).toBe(Number.POSITIVE_INFINITY);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('knows the longest token, on which the refusal without a count rests', () => {
    const lengths = cl100k.bpe_ranks
      .split('\n')
      .flatMap((line) => line.split(' ').slice(2))
      .map((token) => Buffer.from(token, 'base64').length);
    expect(Math.max(...lengths)).toBe(LONGEST_TOKEN_BYTES);
    expect(lengths).toHaveLength(100_256);
  });
});

describe('token ids', () => {
  it('accepts exactly the ids of cl100k_base', () => {
    expect(areTokens([0, 100_255, 100_257, 100_260, 100_276])).toBe(true);
    for (const id of [-1, 1.5, 100_256, 100_261, 100_277, Number.NaN]) expect(areTokens([id])).toBe(false);
  });

  it('gives back the text', () => {
    const text = 'Grüezi 你好';
    expect(Buffer.from(bytesOfTokens([...tiktoken.encode_ordinary(text)])).toString()).toBe(text);
  });
});

describe('TextMeasurer', () => {
  it('measures the same whether remembered or not, and forgets rather than grow', () => {
    const measurer = new TextMeasurer(40);
    const expected = { sha256: sha256Of('some text'), tokens: 2 };
    for (let i = 0; i < 3; i++) expect(measurer.measure('some text', 8192)).toEqual(expected);
    for (let i = 0; i < 100; i++) measurer.measure(`other text ${i}`, 8192);
    expect(measurer.measure('some text', 8192)).toEqual(expected);
  });

  it('does not take a refusal under one limit for one under another', () => {
    const measurer = new TextMeasurer(1_000_000);
    const text = 'x y '.repeat(100);
    expect(measurer.measure(text, 10).tokens).toBe(Number.POSITIVE_INFINITY);
    expect(measurer.measure(text, 8192).tokens).toBe(byTiktoken(text));
  });
});
