import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connectReader, connectWriter } from '../files/connection.ts';
import { ledgerUnavailable } from '../files/failure.ts';
import { GroupCommit } from './group-commit.ts';

describe('GroupCommit', () => {
  let dir: string;
  let connection: Connection;
  let reader: Connection;
  let group: GroupCommit;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'weighbridge-group-'));
    connection = connectWriter(join(dir, 'test.db'));
    connection.exec(
      'CREATE TABLE t (n INTEGER UNIQUE, parent INTEGER REFERENCES t (n) DEFERRABLE INITIALLY DEFERRED)',
    );
    reader = connectReader(join(dir, 'test.db'));
    group = new GroupCommit(connection, 10);
  });
  afterEach(() => {
    reader.close();
    connection.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const submit = <T>(run: () => T) =>
    new Promise<T>((resolve, reject) => {
      group.submit({
        run,
        unavailable: ledgerUnavailable,
        resolve: (value) => resolve(value as T),
        reject,
      });
    });
  const insert = (n: number) => connection.prepare('INSERT INTO t VALUES (?, NULL)').run(n).changes;
  const visible = () => reader.prepare<[], number>('SELECT n FROM t ORDER BY n').pluck().all();
  const commits = () => Number(reader.pragma('data_version', { simple: true }));

  it('answers when the transaction is on the disk, and shares it', async () => {
    const before = commits();
    const seen: number[][] = [];
    await Promise.all(
      [1, 2, 3].map(async (n) => {
        await submit(() => insert(n));
        seen.push(visible());
      }),
    );
    expect(seen).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(commits()).toBe(before + 1);
  });

  it('undoes only the work that fails', async () => {
    const failing = submit(() => {
      insert(5);
      throw new Error('no');
    });
    const results = await Promise.allSettled([submit(() => insert(4)), failing, submit(() => insert(6))]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(visible()).toEqual([4, 6]);
  });

  it('takes no more at once than its limit, in order', async () => {
    const order: number[] = [];
    const work = Array.from({ length: 25 }, (_, n) => submit(() => order.push(n)));
    expect(await Promise.all(work)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
    expect(order).toEqual(Array.from({ length: 25 }, (_, n) => n));
  });

  it('refuses everything when it cannot begin, and works again when it can', async () => {
    const other = connectWriter(join(dir, 'test.db'));
    connection.pragma('busy_timeout = 20');
    other.exec('BEGIN IMMEDIATE');
    const refused = await Promise.allSettled([submit(() => insert(1)), submit(() => insert(2))]);
    for (const result of refused) {
      expect(result).toMatchObject({
        reason: { code: 'LEDGER_UNAVAILABLE', facts: { reason: expect.stringContaining('SQLITE_BUSY') } },
      });
    }
    other.exec('ROLLBACK');
    other.close();
    await submit(() => insert(3));
    expect(visible()).toEqual([3]);
  });

  it('runs each piece alone when the transaction they shared was lost', async () => {
    const losing = submit(() => {
      insert(7);
      // As SQLite does by itself on some failures of the disk.
      connection.exec('ROLLBACK');
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' });
    });
    const results = await Promise.allSettled([submit(() => insert(8)), losing, submit(() => insert(9))]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'LEDGER_UNAVAILABLE' } });
    expect(visible()).toEqual([8, 9]);
  });

  it('answers nothing that its COMMIT did not keep', async () => {
    // The missing parent is found only by the COMMIT.
    const orphan = submit(() => connection.prepare('INSERT INTO t VALUES (10, 99)').run().changes);
    const results = await Promise.allSettled([submit(() => insert(11)), orphan, submit(() => insert(12))]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'LEDGER_UNAVAILABLE' } });
    expect(visible()).toEqual([11, 12]);
  });

  it('refuses when the database is closed under it', async () => {
    connection.close();
    await expect(submit(() => insert(1))).rejects.toMatchObject({
      code: 'LEDGER_UNAVAILABLE',
      facts: { reason: 'the database is closed' },
    });
  });
});
