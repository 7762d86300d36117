import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStoresInProcess } from './open-stores.ts';
import { temporaryStores } from './testing/index.ts';

describe('opening', () => {
  let dir: string;
  let main: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'weighbridge-open-'));
    main = join(dir, 'weighbridge.db');
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  let ids = 0;
  const open = (dataDir = dir, options = {}) => {
    ids += 1;
    return openStoresInProcess({ dataDir, clock: Date, newId: (prefix) => `${prefix}_${ids}`, ...options });
  };

  it('makes the files for their owner only, durable, and takes the mode of a new database once', async () => {
    const data = join(dir, 'new');
    const stores = await open(data, { initialMode: 'hybrid' });
    for (const name of ['weighbridge.db', 'weighbridge.db-wal', 'cache.db']) {
      expect(statSync(join(data, name)).mode & 0o077).toBe(0);
    }
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(await stores.settings.mode()).toBe('hybrid');
    await stores.ping();
    await stores.close();
    await stores.close();
    const again = await open(data, { initialMode: 'real' });
    expect(await again.settings.mode()).toBe('hybrid');
    expect((await again.projects.list()).map(({ id }) => id)).toEqual(['default']);
    expect((await again.audit.list({ limit: 9 })).items).toEqual([]);
    await again.close();
  });

  it('refuses a database from a newer version and leaves it as it is', async () => {
    await (await open()).close();
    const db = new Database(main);
    db.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run('f00', 9e12);
    db.close();
    const before = readFileSync(main);
    await expect(open()).rejects.toMatchObject({
      name: 'StorageError',
      code: 'DATABASE_TOO_NEW',
      message: expect.stringContaining('start the newer version'),
    });
    expect(readFileSync(main).equals(before)).toBe(true);
  });

  it.each([
    ['no database', () => Buffer.from('Dear diary, today I was mistaken for a database. '.repeat(100))],
    [
      'damaged',
      (sound: Buffer) => Buffer.concat([sound.subarray(0, 100), Buffer.alloc(sound.length - 100, 7)]),
    ],
  ])('refuses a file that is %s and leaves it as it is', async (_, spoil) => {
    await (await open()).close();
    const spoilt = spoil(readFileSync(main));
    writeFileSync(main, spoilt);
    await expect(open()).rejects.toMatchObject({ name: 'StorageError', code: 'DATABASE_UNREADABLE' });
    expect(readFileSync(main).equals(spoilt)).toBe(true);
  });

  it("refuses another program's database", async () => {
    const db = new Database(main);
    db.exec('CREATE TABLE recipes (name TEXT)');
    db.close();
    await expect(open()).rejects.toMatchObject({ code: 'DATABASE_UNREADABLE' });
  });

  it('says so when the directory is a file', async () => {
    writeFileSync(join(dir, 'file'), '');
    await expect(open(join(dir, 'file'))).rejects.toMatchObject({
      code: 'DATA_DIR_UNUSABLE',
      message: expect.stringContaining('WEIGHBRIDGE_DATA_DIR'),
    });
  });

  it('refuses an instance id that a living process uses, and frees it at close', async () => {
    const first = await open(dir, { instanceId: 'one' });
    await expect(open(dir, { instanceId: 'one' })).rejects.toMatchObject({ name: 'StorageError' });
    await first.close();
    await (await open(dir, { instanceId: 'one' })).close();
  });

  it('keeps everything over a restart', async () => {
    const opened = await temporaryStores();
    const stamp = { at: 1, actor: 'admin', reason: null, correlationId: null };
    await opened.stores.settings.setMode('real', stamp);
    const scope = { pool: 'p', space: 's', partition: 'paid' } as const;
    const key = new Uint8Array(32);
    await opened.stores.recall.putMany(scope, [{ key, vector: Float32Array.of(1, 2), tokens: 3 }]);
    const stores = await opened.reopen();
    expect(await stores.settings.mode()).toBe('real');
    expect(await stores.recall.getMany(scope, [key])).toEqual([{ vector: Float32Array.of(1, 2), tokens: 3 }]);
    await opened.close();
  });
});
