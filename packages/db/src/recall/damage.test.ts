import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecallEntry } from '@weighbridge/embeddings/domain';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';

const SCOPE = { pool: 'p', space: 's', partition: 'paid' } as const;

describe('a damaged cache', () => {
  let opened: TemporaryStores;
  let file: string;
  let warnings: string[];

  beforeEach(async () => {
    warnings = [];
    opened = await temporaryStores({ onWarning: (message) => warnings.push(message) });
    file = join(opened.dataDir, 'cache.db');
    await opened.stores.recall.putMany(SCOPE, entries(200));
  });
  afterEach(() => opened.close());

  const keys = () => entries(200).map(({ key }) => key);
  const editing = (...statements: string[]) => {
    const db = new Database(file);
    for (const statement of statements) db.exec(statement);
    db.close();
  };

  it.each([
    ['other bits', 'UPDATE vectors SET value = zeroblob(6144) WHERE id = 3'],
    ['a lost tail', 'UPDATE vectors SET value = substr(value, 1, 8) WHERE id = 3'],
    ['a lost vector', 'DELETE FROM vectors WHERE id = 3'],
  ])('does not give out a vector with %s, and keeps a new one in its place', async (_, spoil) => {
    editing(spoil);
    const found = await opened.stores.recall.getMany(SCOPE, keys());
    expect(found.flatMap((each, index) => (each ? [] : [index]))).toEqual([2]);
    expect((await opened.stores.recall.stats()).entries).toBe(199);
    await opened.stores.recall.putMany(SCOPE, entries(200));
    expect(await opened.stores.recall.getMany(SCOPE, keys())).not.toContain(undefined);
    expect((await opened.stores.recall.stats()).entries).toBe(200);
  });

  it('is set aside when the file cannot be opened, and a new one begun', async () => {
    await opened.stores.close();
    const garbage = Buffer.alloc(50_000, 'no database ');
    writeFileSync(file, garbage);
    const { recall } = await opened.reopen();
    expect(warnings).toEqual([expect.stringContaining('cache.db.damaged')]);
    expect(readFileSync(`${file}.damaged`).equals(garbage)).toBe(true);
    expect(await recall.getMany(SCOPE, keys())).toEqual(keys().map(() => undefined));
    await recall.putMany(SCOPE, entries(1));
    expect((await recall.stats()).entries).toBe(1);
  });

  it('is set aside when damage is found on the way', async () => {
    await opened.stores.close();
    truncateSync(file, readFileSync(file).length / 2);
    const { recall } = await opened.reopen();
    const found = await recall.getMany(SCOPE, keys());
    await recall.putMany(SCOPE, entries(200));
    expect(found).toContain(undefined);
    expect(await recall.getMany(SCOPE, keys())).not.toContain(undefined);
  });

  it('is looked into anew, also for single keys, after it was set aside under way', async () => {
    const { recall } = opened.stores;
    const [first] = keys() as [Uint8Array];
    expect((await recall.getMany(SCOPE, [first]))[0]?.tokens).toBe(0);
    // Pages of the index, far from the vectors' ends: what was in the log is in the file by then.
    await opened.stores.close();
    const reopened = await opened.reopen();
    expect((await reopened.recall.getMany(SCOPE, [first]))[0]?.vector[0]).toBe(1);
    truncateSync(file, 40_000);
    // The thread finds the damage, sets the file aside and goes on with an empty one.
    await reopened.recall.putMany(SCOPE, entries(3));
    expect(warnings).toEqual([expect.stringContaining('cache.db.damaged')]);
    expect((await reopened.recall.getMany(SCOPE, [first]))[0]?.vector[0]).toBe(1);
    expect((await reopened.recall.getMany(SCOPE, keys().slice(3, 4)))[0]).toBeUndefined();
    expect((await reopened.recall.stats()).entries).toBe(3);
  });

  it('of another version is set aside too', async () => {
    await opened.stores.close();
    editing('PRAGMA user_version = 99');
    const { recall } = await opened.reopen();
    expect(warnings).toHaveLength(1);
    expect((await recall.stats()).entries).toBe(0);
  });
});

function entries(count: number): RecallEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    key: new Uint8Array(32).fill(index),
    vector: new Float32Array(1_536).fill(index + 1),
    tokens: index,
  }));
}
