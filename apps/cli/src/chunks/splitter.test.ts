import { createTokenizer } from '@weighbridge/embeddings';
import { expect, test } from 'vitest';
import { createSplitter } from './splitter.ts';

const tokenizer = createTokenizer();
const size = { chunkTokens: 64, overlapTokens: 8 };

const PROSE = Array.from(
  { length: 40 },
  (_, at) =>
    `Paragraph ${at} tells of trucks, scales and tolls. It has a second sentence.\n\nAnd another line.`,
).join('\n\n');

const HOSTILE: readonly (readonly [string, string])[] = [
  ['one letter', 'a'.repeat(20_000)],
  ['ideographs without a blank', '中'.repeat(5_000)],
  ['sentences without a blank', '今天天气很好，我们去公园散步。'.repeat(400)],
  ['joined emoji', '👩‍👩‍👧‍👦'.repeat(2_000)],
  ['blanks, then letters', `${' '.repeat(20_000)}${'x'.repeat(20_000)}`],
  ['one word again and again', 'lorem ipsum '.repeat(4_000)],
  ['special tokens', '<|endoftext|>'.repeat(1_000)],
];

test.each(HOSTILE)('%s: no piece is over the limit, broken or empty', async (_name, text) => {
  const pieces = await createSplitter('text', size, tokenizer)(text);
  expect(pieces.length).toBeGreaterThan(1);
  for (const piece of pieces) {
    expect(piece.tokens).toBe(tokenizer.count(piece.text));
    expect(piece.tokens).toBeLessThanOrEqual(size.chunkTokens);
    expect(piece.text.isWellFormed()).toBe(true);
    expect(piece.text.trim()).toBe(piece.text);
    expect(piece.text).not.toBe('');
  }
});

test('nothing but white space at the edges is lost', async () => {
  for (const text of [PROSE, ...HOSTILE.map(([, hostile]) => hostile)]) {
    const pieces = await createSplitter('text', { chunkTokens: 64, overlapTokens: 0 }, tokenizer)(text);
    const bare = (given: string) => given.replace(/\s+/g, '');
    expect(bare(pieces.map((piece) => piece.text).join(''))).toBe(bare(text));
  }
});

test('chunks are filled, end at sentences and repeat a little of the one before', async () => {
  const pieces = await createSplitter('text', size, tokenizer)(PROSE);
  const mean = pieces.reduce((sum, piece) => sum + piece.tokens, 0) / pieces.length;
  expect(mean).toBeGreaterThan(40);
  for (const piece of pieces) expect(piece.text).toMatch(/[.]$/);
});

test('code is cut at its declarations', async () => {
  const code = Array.from(
    { length: 20 },
    (_, at) => `function f${at}(a, b) {\n  return a * ${at} + b;\n}`,
  ).join('\n');
  const pieces = await createSplitter('js', { chunkTokens: 40, overlapTokens: 0 }, tokenizer)(code);
  expect(pieces.length).toBeGreaterThan(5);
  for (const piece of pieces) expect(piece.text).toMatch(/^function f\d+/);
});

test('Markdown is cut at its headings', async () => {
  const text = Array.from(
    { length: 12 },
    (_, at) => `## Part ${at}\n\n${'Words of this part. '.repeat(8)}`,
  ).join('\n\n');
  const pieces = await createSplitter('markdown', size, tokenizer)(text);
  expect(pieces).toHaveLength(12);
  for (const piece of pieces) expect(piece.text).toMatch(/^## Part/);
});
