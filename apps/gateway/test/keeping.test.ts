import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStoresInProcess } from '@weighbridge/db';
import { describe, expect, it } from 'vitest';
import { restoreDataDir } from '../src/index.ts';
import { ADMIN_PASSWORD, gatewayFor, refusalOf, shared, stubFor, temporaryDirectory } from './harness.ts';

const gateway = shared((undo) => gatewayFor({}, undo));

/** Someone at the dashboard: signed in by the password, not by the token file. */
async function atTheDashboard(file?: string): Promise<Response> {
  const { url } = gateway();
  const post = (path: string, body: object, cookie = '') =>
    fetch(`${url}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const signedIn = await post('auth.signIn', { password: ADMIN_PASSWORD });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  return post('keeping.backup', file === undefined ? {} : { file }, cookie);
}

describe('backup and check', () => {
  it('copies the database to a file of the command’s choice, and says what else to keep', async () => {
    const { admin, dataDir } = gateway();
    await admin.embeddings.embed.mutate({ inputs: ['kept'] });
    const file = join(dataDir, 'copy.db');
    const report = await admin.keeping.backup.mutate({ file });
    expect(report).toMatchObject({
      file,
      cacheFile: null,
      entries: 1,
      openAttempts: 0,
      integrity: { ok: true },
      keepAlso: expect.stringContaining('WEIGHBRIDGE_SECRET'),
    });
    expect(Date.parse(report.highWater ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(await refusalOf(admin.keeping.backup.mutate({ file }))).toMatchObject({
      code: 'BACKUP_EXISTS',
      status: 409,
    });
    expect(await refusalOf(admin.keeping.backup.mutate({ file: 'relative.db' }))).toMatchObject({
      code: 'INVALID_REQUEST',
    });
    expect(await admin.keeping.check.query({ full: true })).toMatchObject({ ok: true });
  });

  it('lets a browser write into the data directory only', async () => {
    const { dataDir } = gateway();
    const elsewhere = await atTheDashboard(join(dataDir, 'elsewhere.db'));
    expect(elsewhere.status).toBe(400);
    expect((await atTheDashboard()).status).toBe(200);
    expect(readdirSync(join(dataDir, 'backups'))).toEqual([
      expect.stringMatching(/^weighbridge-\d{4}-.*Z\.db$/),
    ]);
    expect(readdirSync(dataDir)).not.toContain('elsewhere.db');
  });

  it('knows the copies it made, wherever they are, and those that lie where copies belong', async () => {
    const own = await gatewayFor({});
    const { admin, dataDir } = own;
    expect(await admin.keeping.backups.query()).toMatchObject({
      items: [],
      folder: join(dataDir, 'backups'),
      keepAlso: expect.stringContaining('WEIGHBRIDGE_SECRET'),
    });
    await admin.embeddings.embed.mutate({ inputs: ['kept'] });
    const elsewhere = join(temporaryDirectory(), 'monday.db');
    await admin.keeping.backup.mutate({ file: elsewhere, reason: 'before the upgrade' });
    const { file } = await admin.keeping.backup.mutate({ withCache: true });
    writeFileSync(join(dataDir, 'backups', 'by-hand.db'), 'copied here');
    utimesSync(join(dataDir, 'backups', 'by-hand.db'), 0, 0);
    rmSync(elsewhere);
    const { items, freeBytes, databaseBytes } = await admin.keeping.backups.query();
    expect(items).toMatchObject([
      { file, actor: 'cli', holds: '1 entries, with vectors, sound', cacheBytes: expect.any(Number) },
      { file: elsewhere, bytes: null, cacheBytes: null, holds: '1 entries, sound' },
      { file: join(dataDir, 'backups', 'by-hand.db'), bytes: 11, actor: null, holds: null },
    ]);
    expect(items[0]?.bytes).toBeGreaterThan(10_000);
    expect(databaseBytes).toBeGreaterThan(10_000);
    expect(freeBytes).toBeGreaterThan(databaseBytes);
    const { items: lines } = await admin.audit.list.query({ action: 'backup.create' });
    expect(lines).toMatchObject([
      { target: file, reason: null },
      { target: elsewhere, reason: 'before the upgrade' },
    ]);
    await own.close();
  });

  it('shows what goes on, and keeps what the last check found', async () => {
    const { admin } = gateway();
    const before = Date.now();
    const checking = admin.keeping.check.query({ full: true });
    const seen: string[] = [];
    let done = false;
    void checking.finally(() => {
      done = true;
    });
    while (!done) {
      const { running } = await admin.keeping.status.query();
      seen.push(...running.map(({ kind }) => kind));
    }
    const report = await checking;
    expect(new Set(seen)).toEqual(new Set(['check']));
    const { running, lastCheck } = await admin.keeping.status.query();
    expect(running).toEqual([]);
    expect(lastCheck).toMatchObject({ full: true, report });
    expect(Date.parse(lastCheck?.at ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('is not for access keys', async () => {
    const client = gateway().as(await gateway().key('pipeline'));
    for (const asked of [
      client.keeping.backup.mutate({}),
      client.keeping.check.query({}),
      client.keeping.backups.query(),
      client.keeping.status.query(),
      client.retention.preview.query({ days: 30 }),
      client.uncertain.open.query({}),
    ]) {
      expect((await refusalOf(asked)).code).toBe('ADMIN_ONLY');
    }
  });
});

describe('retention', () => {
  it('says what it would delete before it is set', async () => {
    const { admin } = gateway();
    const preview = await admin.retention.preview.query({ days: 30 });
    expect(preview).toMatchObject({ entries: 0, openEntries: 0, findings: 0, deliveries: 0 });
    expect(preview.allEntries).toBeGreaterThan(0);
    expect((await refusalOf(admin.retention.preview.query({ days: 6 }))).code).toBe('INVALID_REQUEST');
  });

  it('is set with an audit line, and says where details end', async () => {
    const { admin } = gateway();
    expect(await admin.retention.get.query()).toEqual({ days: null, detailsFrom: null });
    for (const days of [0, 6, 1.5]) {
      expect((await refusalOf(admin.retention.set.mutate({ days }))).code).toBe('INVALID_REQUEST');
    }
    await admin.retention.set.mutate({ days: 90, reason: 'the law' });
    expect(await admin.retention.set.mutate({ days: null })).toEqual({ days: null, detailsFrom: null });
    const { items } = await admin.audit.list.query({ limit: 2 });
    expect(items).toMatchObject([
      { action: 'retention.set', from: '90 days', to: 'for ever' },
      { action: 'retention.set', to: '90 days', reason: 'the law' },
    ]);
    expect(await admin.spend.ledger.query({})).toMatchObject({ detailsFrom: null });
  });

  it('is kept by the gateway itself, from its start on', async () => {
    const dataDir = temporaryDirectory();
    const old = Date.now() - 40 * 86_400_000;
    const stores = await openStoresInProcess({
      dataDir,
      clock: { now: () => old },
      newId: (prefix) => `${prefix}_old`,
    });
    const entry = {
      callId: 'c',
      correlationId: 'c',
      projectId: 'default',
      keyId: null,
      tags: [],
      mode: 'mock',
      provider: 'mock',
      model: 'm',
      space: 's',
      kind: 'free',
      inputs: 1,
      tokens: 5,
      durationMs: 1,
      wouldHaveNanoUsd: 100n,
    } as const;
    await stores.ledger.post(['a', 'b', 'c'].map((id) => ({ ...entry, id })));
    const stamp = { at: old, actor: 'cli', reason: null, correlationId: null };
    await stores.retention.set(30, stamp);
    await stores.close();
    const first = await gatewayFor({ dataDir });
    // By the ledger's own time these entries are young: the first call of today makes them old.
    await first.admin.embeddings.embed.mutate({ inputs: ['today'] });
    await first.close();
    const again = await gatewayFor({ dataDir });
    await expect.poll(async () => (await again.admin.spend.ledger.query({})).items.length).toBe(1);
    const sums = await again.admin.spend.series.query({
      granularity: 'day',
      from: new Date(old - 86_400_000).toISOString(),
    });
    expect(sums.buckets.reduce((sum, { freeTokens }) => sum + freeTokens, 0)).toBeGreaterThan(15);
    expect(Date.parse(sums.since ?? '')).toBeLessThanOrEqual(old);
  });
});

describe('a restored ledger', () => {
  it('sends nothing that costs before somebody says what it lacks, and answers what is free', async () => {
    const stub = await stubFor();
    const dataDir = temporaryDirectory();
    const first = await gatewayFor({ dataDir, stub });
    await first.admin.budgets.create.mutate({ scope: 'global', window: 'day', limitUsd: '1' });
    const key = await first.key('pipeline');
    const backup = join(dataDir, 'backup.db');
    await first.admin.keeping.backup.mutate({ file: backup });
    const paid = await first.admin.embeddings.embed.mutate({ inputs: ['paid after the backup'] });
    await first.close();
    const ids = (prefix: string) => `${prefix}_restored`;
    const { gap } = restoreDataDir(dataDir, backup, { now: Date.now(), newId: ids, withCache: false });
    expect(gap).toMatchObject({ id: 'gap_restored' });

    const { admin, as, url, log } = await gatewayFor({ dataDir, stub });
    expect(log.lines().some(({ gap }) => gap === 'gap_restored')).toBe(true);
    const requests = stub.journal.entries().length;
    const refused = await refusalOf(as(key).embeddings.embed.mutate({ inputs: ['new'] }));
    expect(refused).toMatchObject({ code: 'LEDGER_GAP', kind: 'budget', status: 402 });
    expect(refused.message).toContain('weighbridge ledger gaps close gap_restored');
    const v1 = await fetch(`${url}/v1/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ model: 'text-embedding-3-small', input: 'new' }),
    });
    expect([v1.status, v1.headers.get('x-weighbridge-error')]).toEqual([429, 'LEDGER_GAP']);
    expect(stub.journal.entries()).toHaveLength(requests);
    // The cache is a file of its own: what was paid for after the backup is still there.
    const kept = await as(key).embeddings.embed.mutate({ inputs: ['paid after the backup'] });
    expect(kept).toMatchObject({ cachedInputs: 1, costNanoUsd: '0' });

    expect(await admin.gaps.list.query()).toMatchObject([
      { id: 'gap_restored', closedAt: null, stops: [{ scope: 'global', window: 'day' }] },
    ]);
    const metrics = async () => (await fetch(`${url}/metrics`)).text();
    expect(await metrics()).toMatch(/^weighbridge_ledger_gaps_open 1$/m);
    const told = async () => (await admin.alerts.list.query({ kind: 'gap' })).items;
    await expect.poll(async () => (await told()).length, { timeout: 10_000 }).toBe(1);
    expect(await told()).toMatchObject([{ severity: 'critical', facts: { gapId: 'gap_restored' } }]);
    const close = (input: object) => admin.gaps.close.mutate({ id: 'gap_restored', ...input });
    for (const input of [{}, { billedUsd: '1', billedNanoUsd: '1' }, { billedNanoUsd: '-1' }]) {
      expect((await refusalOf(close(input))).code).toBe('INVALID_REQUEST');
    }
    await close({ billedNanoUsd: paid.costNanoUsd });
    expect(await metrics()).toMatch(/^weighbridge_ledger_gaps_open 0$/m);
    const answer = await as(key).embeddings.embed.mutate({ inputs: ['new'] });
    const [budget] = await admin.budgets.list.query();
    const spent = BigInt(paid.costNanoUsd) + BigInt(answer.costNanoUsd);
    expect(BigInt(budget!.settledNanoUsd)).toBe(spent);
    expect(stub.journal.summary().billedNanoUsd).toBe(spent);
    const { today } = await admin.spend.summary.query({});
    expect(today.settledNanoUsd).toBe(String(spent));
    expect(await admin.keeping.check.query({ full: true })).toMatchObject({ ok: true });
  });
});
