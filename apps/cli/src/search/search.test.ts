import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { along, rowOf } from '../../test/vector-rows.ts';
import { openJsonl } from '../vector-files/jsonl.ts';
import { openSqlite } from '../vector-files/sqlite.ts';
import { searchJsonl } from './jsonl-scan.ts';
import { searchSqlite } from './sqlite-nearest.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'search-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ROWS = Array.from({ length: 6 }, (_, at) => rowOf('a.md', at, `text ${at}`));

/** Of a row's vector with the axis it points along. */
const COSINE = 0.9 / Math.sqrt(0.81 + 7 * 0.01);

test('JSON lines of both encodings and a database find the same, best first', async () => {
  const found = [];
  for (const encoding of ['float', 'base64'] as const) {
    const path = join(folder, `${encoding}.jsonl`);
    const file = await openJsonl(path, encoding);
    await file.write(ROWS, []);
    await file.close();
    found.push(await searchJsonl(path, along(3), 3));
  }
  const path = join(folder, 'out.db');
  const file = openSqlite(path);
  await file.write(ROWS, []);
  await file.close();
  found.push(searchSqlite(path, along(3), 3));
  for (const hits of found) {
    expect(hits).toHaveLength(3);
    expect(hits[0]).toMatchObject({ text: 'text 3', documentId: 'a.md', ordinal: 3, title: null });
    expect(hits[0]?.score).toBeCloseTo(COSINE, 5);
    expect(hits[1]?.score).toBeLessThan(0.2);
  }
});

test('in JSON lines a chunk that was written again is found as it is now', async () => {
  const path = join(folder, 'out.jsonl');
  const file = await openJsonl(path, 'float');
  await file.write(ROWS, []);
  await file.write([rowOf('a.md', 3, 'points elsewhere now', 5)], []);
  await file.close();
  const hits = await searchJsonl(path, along(3), 6);
  expect(hits).toHaveLength(6);
  expect(hits[0]?.score).toBeLessThan(0.2);
  expect((await searchJsonl(path, along(5), 2)).map((hit) => hit.text).sort()).toEqual([
    'points elsewhere now',
    'text 5',
  ]);
});

test('a query of other dimensions is refused', async () => {
  const path = join(folder, 'out.jsonl');
  const file = await openJsonl(path, 'float');
  await file.write(ROWS, []);
  await file.close();
  await expect(searchJsonl(path, new Float32Array(5), 1)).rejects.toMatchObject({ code: 'OUTPUT_NOT_OURS' });
});
