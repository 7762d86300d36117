import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertBooksBalance } from '../../test/bookkeeping.ts';
import { settled } from '../../test/outcomes.ts';
import { aRequest } from '../../test/processes/requests.ts';
import { lockDataDir } from '../files/lock.ts';
import { INTEGRITY_CHECKS, type KeepingProgress } from '../ports/keeping.ts';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';
import { backupDataDir, checkDataDir } from './offline.ts';

const STAMP = { at: 0, actor: 'admin', reason: null, correlationId: null };

describe('backup', { timeout: 30_000 }, () => {
  let opened: TemporaryStores;
  let file: string;

  beforeEach(async () => {
    opened = await temporaryStores({ threads: true });
    file = join(opened.dataDir, 'copy.db');
    await opened.stores.budgets.create(
      {
        id: 'b',
        scope: 'global',
        window: 'day',
        timeZone: 'UTC',
        resetTime: '00:00',
        limitNanoUsd: 1_000_000n,
        createdAt: 0,
      },
      STAMP,
    );
  });

  afterEach(() => opened.close());

  it('is one sound file of one moment while holds are placed and settled', async () => {
    const { ledger, keeping } = opened.stores;
    let placed = 0;
    let going = true;
    const client = async (name: string) => {
      for (let index = 0; going; index += 1) {
        const id = `${name}_${index}`;
        await ledger.hold([aRequest(id, 10n)]);
        placed += 1;
        opened.clock.advance(1);
        if (index % 3 > 0) await ledger.close([settled(id, 9n)]);
      }
    };
    const clients = ['a', 'b', 'c', 'd'].map(client);
    while (placed < 50) await new Promise((resolve) => setImmediate(resolve));
    const before = placed;
    const backup = keeping.backup(file, { withCache: false }).finally(() => {
      going = false;
    });
    const report = await backup;
    const after = placed;
    await Promise.all(clients);

    expect(after).toBeGreaterThan(before);
    expect(report).toMatchObject({ file, cacheFile: null, cacheBytes: null, integrity: { ok: true } });
    expect(report.entries).toBeGreaterThanOrEqual(before);
    expect(report.entries).toBeLessThanOrEqual(after + 4);
    expect(report.bytes).toBe(statSync(file).size);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const siblings = readdirSync(opened.dataDir).filter((name) => name.startsWith('copy.db'));
    expect(siblings).toEqual(['copy.db']);
    assertBooksBalance(file);
    const db = new Database(file, { readonly: true });
    expect(db.prepare('SELECT max(placed_at) FROM entries').pluck().get()).toBe(report.highWater);
    expect(db.prepare("SELECT count(*) FROM entries WHERE state = 'held'").pluck().get()).toBe(
      report.openAttempts,
    );
    db.close();
  });

  it('says where it is while it works, and leaves a line that names the file', async () => {
    const { keeping, ledger, audit } = opened.stores;
    await ledger.hold(Array.from({ length: 500 }, (_, index) => aRequest(`e${index}`, 1n)));
    const seen: KeepingProgress[] = [];
    const stamp = { ...STAMP, reason: 'before the upgrade' };
    const options = { withCache: false, audit: stamp };
    await keeping.backup(`${file}.0`, options, (at) => seen.push(at));
    expect(seen.length).toBeGreaterThan(0);
    for (const { step, bytes, totalBytes } of seen) {
      expect(['copy', ...INTEGRITY_CHECKS]).toContain(step);
      expect(bytes === null).toBe(step !== 'copy');
      expect(totalBytes === null).toBe(step !== 'copy');
    }
    const { items } = await audit.list({ limit: 100, action: 'backup.create' });
    expect(items.at(-1)).toMatchObject({
      target: `${file}.0`,
      from: null,
      to: '500 entries, sound',
      reason: 'before the upgrade',
    });
  });

  it('takes the vectors along when asked to', async () => {
    const scope = { pool: 'p', space: 's', partition: 'paid' } as const;
    await opened.stores.recall.putMany(scope, [
      { key: new Uint8Array(16).fill(7), vector: Float32Array.of(1, 2, 3, 4), tokens: 3 },
    ]);
    const report = await opened.stores.keeping.backup(file, { withCache: true });
    expect(report.cacheFile).toBe(join(opened.dataDir, 'copy.cache.db'));
    const cache = new Database(report.cacheFile!, { readonly: true });
    expect(cache.prepare('SELECT count(*) FROM vectors').pluck().get()).toBe(1);
    expect(report.cacheBytes).toBe(statSync(report.cacheFile!).size);
    cache.close();
  });

  it('never replaces a file, and leaves none behind that is not whole', async () => {
    const { keeping } = opened.stores;
    writeFileSync(file, 'precious');
    await expect(keeping.backup(file, { withCache: false })).rejects.toMatchObject({
      code: 'BACKUP_EXISTS',
      kind: 'conflict',
      facts: { file },
    });
    expect(statSync(file).size).toBe(8);
    const nowhere = join(opened.dataDir, 'not there', 'copy.db');
    await expect(keeping.backup(nowhere, { withCache: false })).rejects.toMatchObject({
      name: 'StorageError',
      code: 'BACKUP_FAILED',
      facts: { file: nowhere },
    });
  });

  it('is made and checked without a gateway as well, but not beside one', async () => {
    await opened.stores.ledger.hold([aRequest('out', 10n)]);
    const lock = lockDataDir(opened.dataDir);
    expect(() => backupDataDir(opened.dataDir, file, { withCache: false })).toThrow(
      expect.objectContaining({ code: 'DATA_DIR_LOCKED' }),
    );
    lock.release();
    await opened.stores.close();
    expect(backupDataDir(opened.dataDir, file, { withCache: false })).toMatchObject({
      entries: 1,
      openAttempts: 1,
      integrity: { ok: true },
    });
    expect(checkDataDir(opened.dataDir, { full: true })).toMatchObject({ ok: true });
    const empty = join(opened.dataDir, 'empty');
    mkdirSync(empty);
    for (const dir of [empty, join(opened.dataDir, 'absent')]) {
      expect(() => checkDataDir(dir, { full: false })).toThrow(
        expect.objectContaining({ code: 'DATABASE_MISSING', facts: { dir } }),
      );
    }
    expect(existsSync(join(opened.dataDir, 'absent'))).toBe(false);
  });
});
