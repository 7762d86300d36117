import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTokenizer } from '@weighbridge/embeddings';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collect } from '../../test/collect.ts';
import { sectionsOf } from './sections.ts';
import { type ChunkEvent, chunkFiles } from './stream.ts';

const tokenizer = createTokenizer();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stream-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function chunks(content: Record<string, string>, chunkTokens = 32): Promise<ChunkEvent[]> {
  const files = Object.entries(content).map(([id, text]) => {
    writeFileSync(join(folder, id), text);
    return { id, path: join(folder, id) };
  });
  const options = { chunkTokens, overlapTokens: 0, tokenizer, maxFileBytes: 1_000_000 };
  return collect(chunkFiles(files, options));
}

const texts = (events: ChunkEvent[]) =>
  events.flatMap((event) => (event.type === 'chunk' ? [event.chunk] : []));

test('a chunk row has an id, an ordinal, its hash, its chunker and its exact tokens', async () => {
  const events = await chunks({ 'a.md': 'grüße\n', 'b.bin': '\0', 'c.txt': 'two' });
  expect(events.map((event) => event.type)).toEqual(['chunk', 'document', 'problem', 'chunk', 'document']);
  expect(texts(events)[0]).toEqual({
    chunkId: expect.stringMatching(/^[0-9a-f]{32}$/),
    documentId: 'a.md',
    chunker: 'recursive-markdown',
    chunkerVersion: '1+32.0',
    ordinal: 0,
    text: 'grüße',
    // printf 'grüße' | sha256sum
    sha256: '8285d1ad84c6b6e475d3b50dbf90389c8c7a07a278d9ae46d5698cbe872e3834',
    tokens: 3,
    title: null,
  });
});

test('ids hang on document, chunker and ordinal, not on the text', async () => {
  const words = (word: string) => `${word} `.repeat(60);
  const before = texts(await chunks({ 'a.txt': words('one') }));
  const after = texts(await chunks({ 'a.txt': words('two') }));
  const elsewhere = texts(await chunks({ 'b.txt': words('one') }));
  const otherwise = texts(await chunks({ 'a.txt': words('one') }, 31));
  expect(before.length).toBeGreaterThan(1);
  expect(new Set(before.map((chunk) => chunk.chunkId)).size).toBe(before.length);
  expect(after[0]?.chunkId).toBe(before[0]?.chunkId);
  expect(after[0]?.sha256).not.toBe(before[0]?.sha256);
  expect(elsewhere[0]?.chunkId).not.toBe(before[0]?.chunkId);
  expect(otherwise[0]?.chunkId).not.toBe(before[0]?.chunkId);
});

test('a long text is cut in sections that together are the text', () => {
  const text = `${'word '.repeat(500)}\n\n${'x'.repeat(3000)}🙂${'y'.repeat(3000)}`;
  for (const length of [100, 997, 3001]) {
    const sections = [...sectionsOf(text, length)];
    expect(sections.join('')).toBe(text);
    expect(sections.length).toBeGreaterThan(2);
    for (const section of sections) {
      expect(section.length).toBeLessThanOrEqual(length);
      expect(section.isWellFormed()).toBe(true);
    }
  }
});
