import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chunkOf, DIMENSIONS, rowOf, SPACE } from '../../test/vector-rows.ts';
import { openSqlite } from './sqlite.ts';
import { openVectorDatabase } from './sqlite-database.ts';
import type { FinishedDocument, VectorRow } from './vector-file.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
  path = join(folder, 'out.db');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write(rows: VectorRow[], finished: FinishedDocument[] = []): Promise<void> {
  const file = openSqlite(path);
  await file.write(rows, finished);
  await file.close();
}

function query<Row>(sql: string): Row[] {
  const database = openVectorDatabase(path, { readonly: true });
  try {
    return database.prepare<[], Row>(sql).all();
  } finally {
    database.close();
  }
}

const texts = () =>
  query<{ text: string }>(
    'SELECT c.text FROM chunks c JOIN vectors v ON v.rowid = c.id ORDER BY document_id, ordinal',
  ).map((row) => row.text);

test('the file is one database with its pin, its chunks and their vectors', async () => {
  await write([rowOf('a.md', 0, 'one'), rowOf('a.md', 1, 'two')]);
  expect(readdirSync(folder)).toEqual(['out.db']);
  const meta = Object.fromEntries(
    query<{ key: string; value: string }>('SELECT * FROM meta').map(({ key, value }) => [key, value]),
  );
  expect(meta).toEqual({
    space: SPACE,
    model: 'text-embedding-3-small',
    modelVersion: 'text-embedding-3-small',
    dimensions: String(DIMENSIONS),
    chunkerVersion: '1+400.40',
    tooLong: 'error',
    created: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  const [first] = query<{ embedding: Buffer; chunk_id: string }>(
    'SELECT v.embedding, c.chunk_id FROM vectors v JOIN chunks c ON c.id = v.rowid ORDER BY c.ordinal',
  );
  const { vector, chunk } = rowOf('a.md', 0, 'one');
  expect(first?.chunk_id).toBe(chunk.chunkId);
  expect(first?.embedding.equals(Buffer.from(vector.buffer))).toBe(true);
});

test('a file keeps its policy for long texts; one from before that was written refused them', async () => {
  await write([{ ...rowOf('a.md', 0, 'one'), tooLong: 'truncate' }]);
  const policy = async () => {
    const file = openSqlite(path);
    await file.close();
    return file.pin?.tooLong;
  };
  expect(await policy()).toBe('truncate');
  const database = openVectorDatabase(path, { readonly: false });
  database.exec("DELETE FROM meta WHERE key = 'tooLong'");
  database.close();
  expect(await policy()).toBe('error');
});

test('opened again, it knows its pin and what it holds', async () => {
  await write([rowOf('a.md', 0, 'one')]);
  const file = openSqlite(path);
  expect(file.pin).toEqual({ space: SPACE, chunkerVersion: '1+400.40', tooLong: 'error' });
  expect(file.has(chunkOf('a.md', 0, 'one'))).toBe(true);
  expect(file.has(chunkOf('a.md', 0, 'changed'))).toBe(false);
  await file.close();
});

test('a changed chunk is replaced, and what a document no longer has is removed', async () => {
  await write([
    rowOf('a.md', 0, 'one'),
    rowOf('a.md', 1, 'two'),
    rowOf('a.md', 2, 'three'),
    rowOf('b.md', 0, 'other'),
  ]);
  await write([rowOf('a.md', 1, 'changed', 5)], [{ documentId: 'a.md', chunks: 2 }]);
  expect(texts()).toEqual(['one', 'changed', 'other']);
  expect(query('SELECT rowid FROM vectors')).toHaveLength(3);
});

test('rows of one write stand or fall together', async () => {
  await write([rowOf('a.md', 0, 'one')]);
  const file = openSqlite(path);
  const bad = { ...rowOf('a.md', 2, 'three'), vector: new Float32Array(DIMENSIONS + 1) };
  await expect(file.write([rowOf('a.md', 1, 'two'), bad], [])).rejects.toMatchObject({
    code: 'OUTPUT_UNWRITABLE',
  });
  await file.close();
  expect(texts()).toEqual(['one']);
});

test('a file of something else is left alone', () => {
  writeFileSync(path, 'no database at all, but long enough to be taken for one'.repeat(20));
  const before = readFileSync(path);
  expect(() => openSqlite(path)).toThrow(expect.objectContaining({ code: 'OUTPUT_NOT_OURS' }));
  expect(readFileSync(path)).toEqual(before);
  rmSync(path);
  new Database(path).exec('CREATE TABLE theirs (x)').close();
  expect(() => openSqlite(path)).toThrow(expect.objectContaining({ code: 'OUTPUT_NOT_OURS' }));
});
