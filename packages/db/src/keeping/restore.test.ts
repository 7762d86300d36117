import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Budget } from '@weighbridge/embeddings/domain';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settled } from '../../test/outcomes.ts';
import { aRequest } from '../../test/processes/requests.ts';
import { lockDataDir } from '../files/lock.ts';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';
import { restoreDataDir } from './restore.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 0, 15, 12);
const STAMP = { at: 0, actor: 'cli', reason: null, correlationId: null };

describe('restore', () => {
  let opened: TemporaryStores;
  let backup: string;

  const budgetOf = (window: Budget['window'], limitNanoUsd = 1_000n): Budget => ({
    id: window,
    scope: 'global',
    window,
    timeZone: 'UTC',
    resetTime: '00:00',
    limitNanoUsd,
    createdAt: NOON,
  });
  const spend = async (id: string, nanoUsd: bigint) => {
    await opened.stores.ledger.hold([aRequest(id, nanoUsd)]);
    await opened.stores.ledger.close([settled(id, nanoUsd)]);
  };
  const restore = () =>
    restoreDataDir(opened.dataDir, backup, {
      now: opened.clock.now(),
      newId: opened.newId,
      withCache: false,
    });
  const statusOf = async (id: string) =>
    (await opened.stores.budgets.list(opened.clock.now())).find((budget) => budget.id === id);
  const assertSound = async () => {
    const { findings } = await opened.stores.keeping.check({ full: true });
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  };

  beforeEach(async () => {
    opened = await temporaryStores({ at: NOON });
    backup = join(opened.dataDir, 'backup.db');
    await opened.stores.budgets.create(budgetOf('day'), STAMP);
    await opened.stores.budgets.create(budgetOf('hour'), STAMP);
    await spend('before', 100n);
    await opened.stores.keeping.backup(backup, { withCache: false });
  });

  afterEach(() => opened.close());

  it('refuses what a budget cannot answer for until somebody says what was billed', async () => {
    opened.clock.advance(2 * HOUR);
    await spend('lost', 700n);
    opened.clock.advance(HOUR);
    await opened.stores.close();
    const report = restore();
    expect(report).toMatchObject({
      highWater: NOON,
      entries: 1,
      gap: { from: NOON, to: NOON + 2 * HOUR + 1, cause: 'restore', closedAt: null, billedNanoUsd: null },
      revivedKeys: [],
      holdsSecrets: false,
    });
    await opened.reopen();
    const { stores } = opened;
    // The hour that is running began after the gap; the day did not.
    const refusal = stores.ledger.hold([aRequest('too early', 1n)]);
    await expect(refusal).rejects.toMatchObject({
      name: 'LedgerGapError',
      code: 'LEDGER_GAP',
      kind: 'budget',
      message: expect.stringContaining(`weighbridge ledger gaps close ${report.gap?.id}`),
      facts: { gapId: report.gap?.id, budgetId: 'day', from: '2026-01-15T12:00:00.000Z' },
    });
    expect(await statusOf('hour')).toMatchObject({ heldNanoUsd: 0n });
    await stores.ledger.hold([aRequest('free', 0n)]);
    await stores.ledger.hold([aRequest('elsewhere', 5n, { scopes: ['project:other'] })]);

    const gap = await stores.gaps.close(report.gap!.id, 700n, { ...STAMP, reason: 'the invoice' });
    expect(gap).toMatchObject({ closedAt: opened.clock.now(), billedNanoUsd: 700n });
    expect(await statusOf('day')).toMatchObject({ settledNanoUsd: 800n });
    expect(await statusOf('hour')).toMatchObject({ settledNanoUsd: 0n });
    await expect(stores.ledger.hold([aRequest('too much', 201n)])).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
    });
    await stores.ledger.hold([aRequest('fits', 200n)]);
    const summary = await stores.spend.summary({ from: 0, to: opened.clock.now() + 1 });
    expect(summary).toMatchObject({ settledNanoUsd: 800n, requests: 1 });
    const { items } = await stores.audit.list({ limit: 2 });
    expect(items).toMatchObject([
      { action: 'ledger.close_gap', to: '$0.0000007 billed', reason: 'the invoice' },
      { action: 'ledger.restore', target: gap.id },
    ]);
    await assertSound();
    await expect(stores.gaps.close(gap.id, 1n, STAMP)).rejects.toMatchObject({ code: 'GAP_CLOSED' });
    await expect(stores.gaps.close('nope', 1n, STAMP)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('frees the budgets when nothing was billed, and does not when the wrong gap is closed', async () => {
    for (const [id, nanoUsd] of [
      ['lost', 10n],
      ['lost too', 10n],
    ] as const) {
      opened.clock.advance(60_000);
      await spend(id, nanoUsd);
      await opened.stores.close();
      restore();
      await opened.reopen();
      await expect(opened.stores.ledger.hold([aRequest('x', 1n)])).rejects.toMatchObject({
        code: 'LEDGER_GAP',
      });
      const [gap] = await opened.stores.gaps.list();
      await opened.stores.gaps.close(gap!.id, 0n, STAMP);
      await opened.stores.ledger.hold([aRequest('x', 1n)]);
      await opened.stores.ledger.close([settled('x', 1n)]);
    }
    // Each restore went back behind the closing of the gap before.
    expect(await opened.stores.gaps.list()).toHaveLength(1);
    await assertSound();
  });

  it('opens no gap when nothing was spent since, and one until now when nobody can tell', async () => {
    opened.clock.advance(HOUR);
    await opened.stores.close();
    expect(restore()).toMatchObject({ gap: null });
    await opened.reopen();
    await opened.stores.ledger.hold([aRequest('x', 1n)]);
    await opened.stores.close();

    const elsewhere = join(opened.dataDir, 'another machine');
    const options = { now: opened.clock.now(), newId: opened.newId, withCache: false };
    const moved = restoreDataDir(elsewhere, backup, options);
    expect(moved).toMatchObject({ replaced: null, gap: { from: NOON, to: NOON + HOUR } });
    // A new ledger that was begun there by mistake says nothing about the old one.
    rmSync(elsewhere, { recursive: true });
    const mistaken = await temporaryStores({ at: NOON + 10 });
    await mistaken.stores.ledger.hold([aRequest('y', 1n)]);
    await mistaken.stores.close();
    const report = restoreDataDir(mistaken.dataDir, backup, { ...options, now: NOON + 20 });
    expect(report).toMatchObject({ gap: { from: NOON, to: NOON + 20 } });
    await mistaken.close();
  });

  it('keeps a gap that an earlier restore left, although nothing was spent since', async () => {
    opened.clock.advance(60_000);
    await spend('lost', 10n);
    await opened.stores.close();
    const first = restore();
    const second = restore();
    expect(second.gap).toMatchObject({ from: NOON });
    expect(second.gap!.to).toBeGreaterThanOrEqual(first.gap!.to);
  });

  it('moves the database aside with all that was in it, and names the keys that come back to life', async () => {
    const key = { projectId: 'default', last4: 'wxyz', allowFallback: false, createdAt: 0 } as const;
    const made = { ...key, id: 'k', name: 'leaked', revokedAt: null, lastUsedAt: null };
    await opened.stores.keys.create(made, 'hash', STAMP);
    const later = join(opened.dataDir, 'later.db');
    await opened.stores.keeping.backup(later, { withCache: false });
    await opened.stores.keys.revoke('k', STAMP);
    await opened.stores.budgets.update('day', { limitNanoUsd: 500n }, STAMP);
    await opened.stores.budgets.remove('hour', STAMP);
    await opened.stores.budgets.create(budgetOf('week', 700n), STAMP);
    await spend('only there', 10n);
    await opened.stores.close();
    const options = { now: opened.clock.now(), newId: opened.newId, withCache: false };
    const report = restoreDataDir(opened.dataDir, later, options);
    expect(report.revivedKeys).toEqual(['leaked']);
    expect(report.changedLimits).toEqual([
      { scope: 'global', window: 'day', wasNanoUsd: 500n, isNanoUsd: 1_000n },
      { scope: 'global', window: 'hour', wasNanoUsd: null, isNanoUsd: 1_000n },
      { scope: 'global', window: 'week', wasNanoUsd: 700n, isNanoUsd: null },
    ]);
    const aside = new Database(report.replaced!, { readonly: true });
    expect(aside.prepare('SELECT id FROM entries').pluck().all()).toEqual(['before', 'only there']);
    aside.close();
    await opened.reopen();
    const { items } = await opened.stores.spend.lines({ after: 0, limit: 9 });
    expect(items.map(({ id }) => id)).toEqual(['before']);
  });

  it('brings the vectors back when asked to', async () => {
    const scope = { pool: 'p', space: 's', partition: 'paid' } as const;
    const key = new Uint8Array(16).fill(7);
    const vector = Float32Array.of(1, 2, 3, 4);
    await opened.stores.recall.putMany(scope, [{ key, vector, tokens: 3 }]);
    const whole = join(opened.dataDir, 'whole.db');
    await opened.stores.keeping.backup(whole, { withCache: true });
    await opened.stores.close();
    rmSync(join(opened.dataDir, 'cache.db'));
    await opened.reopen();
    expect(await opened.stores.recall.getMany(scope, [key])).toEqual([undefined]);
    await opened.stores.close();
    const options = { now: opened.clock.now(), newId: opened.newId, withCache: true };
    expect(() => restoreDataDir(opened.dataDir, backup, options)).toThrow(
      expect.objectContaining({ code: 'BACKUP_MISSING' }),
    );
    const { replacedCache } = restoreDataDir(opened.dataDir, whole, options);
    expect(existsSync(replacedCache!)).toBe(true);
    await opened.reopen();
    const [hit] = await opened.stores.recall.getMany(scope, [key]);
    expect(hit?.vector).toEqual(vector);
  });

  it('replaces a database that cannot be read, and keeps its log beside it', async () => {
    await opened.stores.close();
    writeFileSync(
      join(opened.dataDir, 'weighbridge.db'),
      'no database at all, but long enough to be looked at',
    );
    writeFileSync(join(opened.dataDir, 'weighbridge.db-wal'), 'its log');
    opened.clock.advance(HOUR);
    const report = restore();
    expect(report.gap).toMatchObject({ from: NOON, to: NOON + HOUR });
    expect(readFileSync(`${report.replaced}-wal`, 'utf8')).toBe('its log');
    await opened.reopen();
    await assertSound();
  });

  it('changes nothing for a backup that is none, and beside a gateway', async () => {
    const main = join(opened.dataDir, 'weighbridge.db');
    const refused = (file: string, code: string) =>
      expect(() =>
        restoreDataDir(opened.dataDir, file, { now: NOON, newId: opened.newId, withCache: false }),
      ).toThrow(expect.objectContaining({ code }));
    refused(backup, 'DATA_DIR_LOCKED');
    await opened.stores.close();
    const lock = lockDataDir(opened.dataDir);
    refused(backup, 'DATA_DIR_LOCKED');
    lock.release();
    const before = readFileSync(main);
    const bad = join(opened.dataDir, 'bad.db');
    refused(bad, 'BACKUP_MISSING');
    writeFileSync(bad, '');
    refused(bad, 'BACKUP_MISSING');
    writeFileSync(bad, 'x'.repeat(5_000));
    refused(bad, 'DATABASE_UNREADABLE');
    copyFileSync(backup, bad);
    const db = new Database(bad);
    db.exec("UPDATE budget_windows SET settled_nano_usd = 1; DELETE FROM entries WHERE id = 'nobody'");
    db.close();
    refused(bad, 'BACKUP_UNSOUND');
    refused(main, 'BACKUP_UNSOUND');
    expect(readFileSync(main).equals(before)).toBe(true);
    const left = readdirSync(opened.dataDir).filter((name) => /restoring|replaced/.test(name));
    expect(left).toEqual([]);
  });

  describe('by hand', () => {
    const main = () => join(opened.dataDir, 'weighbridge.db');
    const putBack = async () => {
      await opened.stores.close();
      copyFileSync(backup, main());
      for (const suffix of ['-wal', '-shm']) expect(existsSync(`${main()}${suffix}`)).toBe(false);
      await opened.reopen();
    };

    it('is noticed at the next start', async () => {
      opened.clock.advance(60_000);
      await spend('lost', 700n);
      opened.clock.advance(60_000);
      await putBack();
      const [gap] = await opened.stores.gaps.list();
      expect(gap).toMatchObject({ cause: 'rollback', from: NOON, to: NOON + 60_001, closedAt: null });
      await expect(opened.stores.ledger.hold([aRequest('x', 1n)])).rejects.toMatchObject({
        code: 'LEDGER_GAP',
      });
      await opened.reopen();
      expect(await opened.stores.gaps.list()).toHaveLength(1);
      await assertSound();
    });

    it('is no gap when nothing was spent since, nor for a new database', async () => {
      await putBack();
      expect(await opened.stores.gaps.list()).toEqual([]);
      opened.clock.advance(60_000);
      await spend('later', 10n);
      await opened.stores.close();
      rmSync(main());
      await opened.reopen();
      expect(await opened.stores.gaps.list()).toEqual([]);
    });

    it('reaches to the start when the lost database was not closed in order', async () => {
      opened.clock.advance(60_000);
      await spend('lost', 10n);
      await opened.stores.close();
      const mark = join(opened.dataDir, 'ledger.mark');
      writeFileSync(mark, JSON.stringify({ highWater: NOON + 60_000, clean: false }));
      copyFileSync(backup, main());
      opened.clock.advance(HOUR);
      await opened.reopen();
      expect(await opened.stores.gaps.list()).toMatchObject([{ from: NOON, to: NOON + 60_000 + HOUR }]);
    });
  });
});
