import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chunkOf, rowOf, SPACE } from '../../test/vector-rows.ts';
import { openJsonl } from './jsonl.ts';
import type { VectorEncoding, VectorRow } from './vector-file.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jsonl-'));
  path = join(folder, 'sub', 'out.jsonl');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write(rows: VectorRow[], encoding: VectorEncoding = 'float'): Promise<void> {
  const file = await openJsonl(path, encoding);
  await file.write(rows, []);
  await file.close();
}

const lines = () =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a line is the chunk row with its vector', async () => {
  const row = rowOf('a.md', 0, 'tells of "quotes",\n"embedding":[ and 🙂');
  await write([row]);
  expect(lines()).toEqual([
    {
      chunkId: row.chunk.chunkId,
      documentId: 'a.md',
      chunker: 'recursive-text',
      chunkerVersion: '1+400.40',
      ordinal: 0,
      title: null,
      text: row.chunk.text,
      sha256: row.chunk.sha256,
      tokens: 3,
      model: 'text-embedding-3-small',
      modelVersion: 'text-embedding-3-small',
      dimensions: 8,
      space: SPACE,
      tooLong: 'error',
      embedding: [0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
    },
  ]);
});

test('base64 holds the same float32 bytes', async () => {
  const row = rowOf('a.md', 0, 'one');
  await write([row], 'base64');
  const bytes = Buffer.from(lines()[0].embedding, 'base64');
  expect(new Float32Array(bytes.buffer, bytes.byteOffset, 8)).toEqual(row.vector);
});

test('opened again, it knows its pin and what it holds', async () => {
  await write([rowOf('a.md', 0, 'one'), rowOf('a.md', 1, 'two')]);
  const file = await openJsonl(path, 'float');
  expect(file.pin).toEqual({ space: SPACE, chunkerVersion: '1+400.40', tooLong: 'error' });
  expect(file.has(chunkOf('a.md', 1, 'two'))).toBe(true);
  expect(file.has(chunkOf('a.md', 1, 'changed'))).toBe(false);
  expect(file.has(chunkOf('a.md', 2, 'two'))).toBe(false);
});

test('of a chunk that was written again the last line counts', async () => {
  await write([rowOf('a.md', 0, 'old')]);
  await write([rowOf('a.md', 0, 'new')]);
  const file = await openJsonl(path, 'float');
  expect(file.has(chunkOf('a.md', 0, 'new'))).toBe(true);
  expect(file.has(chunkOf('a.md', 0, 'old'))).toBe(false);
});

test('a line that a kill cut short is cut off by the next write, and only then', async () => {
  await write([rowOf('a.md', 0, 'one'), rowOf('a.md', 1, 'two')]);
  const whole = statSync(path).size;
  for (const lost of [1, 40, 200]) {
    truncateSync(path, whole - lost);
    const file = await openJsonl(path, 'float');
    expect(file.has(chunkOf('a.md', 0, 'one'))).toBe(true);
    expect(file.has(chunkOf('a.md', 1, 'two'))).toBe(false);
    expect(statSync(path).size).toBe(whole - lost);
    await file.write([rowOf('a.md', 1, 'two')], []);
    await file.close();
    expect(lines().map((line) => line.text)).toEqual(['one', 'two']);
  }
});

test('a first line that was cut short leaves an empty file to begin with', async () => {
  await write([rowOf('a.md', 0, 'one')]);
  truncateSync(path, 50);
  const file = await openJsonl(path, 'float');
  expect(file.pin).toBeUndefined();
  await file.write([rowOf('a.md', 0, 'one')], []);
  await file.close();
  expect(lines()).toHaveLength(1);
});

test('a file of something else is left alone', async () => {
  await write([rowOf('a.md', 0, 'one')]);
  for (const content of ['{"id":1}\n', 'just text', '{"chunkId":"1","embedding":[1]}\n']) {
    writeFileSync(path, content);
    await expect(openJsonl(path, 'float')).rejects.toMatchObject({ code: 'OUTPUT_NOT_OURS' });
    expect(readFileSync(path, 'utf8')).toBe(content);
  }
});

test('a file of two spaces is refused', async () => {
  await write([rowOf('a.md', 0, 'one')]);
  appendFileSync(path, readFileSync(path, 'utf8').replace(SPACE, 'openai/text-embedding-3-small/8'));
  await expect(openJsonl(path, 'float')).rejects.toMatchObject({ code: 'OUTPUT_NOT_OURS' });
});

test('a file keeps its policy for long texts; one from before that was written refused them', async () => {
  await write([{ ...rowOf('a.md', 0, 'one'), tooLong: 'split' }]);
  expect((await openJsonl(path, 'float')).pin?.tooLong).toBe('split');
  const line = readFileSync(path, 'utf8');
  writeFileSync(path, line.replace('"tooLong":"split",', ''));
  expect((await openJsonl(path, 'float')).pin?.tooLong).toBe('error');
  appendFileSync(path, line);
  await expect(openJsonl(path, 'float')).rejects.toMatchObject({
    code: 'OUTPUT_NOT_OURS',
    message: expect.stringContaining('line 2 went by the policy split, of the first by error'),
  });
});

test('a place that cannot be written says so', async () => {
  writeFileSync(join(folder, 'file'), '');
  const file = await openJsonl(join(folder, 'file', 'out.jsonl'), 'float');
  await expect(file.prepare()).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
});
