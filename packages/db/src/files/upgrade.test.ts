import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { assertBooksBalance } from '../../test/bookkeeping.ts';
import { drizzle, migrate } from '../drizzle.ts';
import { backupDataDir } from '../keeping/offline.ts';
import { restoreDataDir } from '../keeping/restore.ts';
import { openStoresInProcess } from '../open-stores.ts';

const MIGRATIONS = fileURLToPath(new URL('../../drizzle', import.meta.url));
const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 0, 15, 12);

/** A database as the first two migrations made it, before keys had sums and hours knew their model. */
function oldDatabase(dir: string): string {
  const folder = join(dir, 'drizzle');
  cpSync(MIGRATIONS, folder, { recursive: true });
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8'));
  writeFileSync(
    join(folder, 'meta/_journal.json'),
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, 2) }),
  );
  mkdirSync(join(dir, 'data'), { recursive: true });
  const path = join(dir, 'data/weighbridge.db');
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  migrate(drizzle({ client: db }), { migrationsFolder: folder });
  db.exec(`INSERT INTO ledger_clock VALUES (1, ${NOON + 9 * HOUR}); INSERT INTO routing VALUES (1, 'mock')`);
  db.exec(`INSERT INTO projects VALUES ('default', 'Default', 1, 0, ${NOON})`);
  const entry = db.prepare(`
    INSERT INTO entries (id, kind, state, placed_at, closed_at, call_id, correlation_id, project_id, key_id, mode,
      provider, model, space, batch, attempt, inputs, held_tokens, held_nano_usd, settled_tokens, settled_nano_usd,
      overrun_nano_usd, would_have_nano_usd, usage, error_code, owner)
    VALUES (?, 'attempt', ?, ?, 1, 'c', 'c', 'default', ?, 'real', 'openai', ?, 's', 0, 1, 2, 9, ?, ?, ?, 0, 0,
      'provider', ?, 'o')`);
  const roll = db.prepare(`
    INSERT INTO spend_rollups VALUES (?, ?, 'default', ?, ?, 'attempt', ?, ?, ?, ?, ?, 0, 0)
    ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, inputs = inputs + excluded.inputs,
      failed_attempts = failed_attempts + excluded.failed_attempts, tokens = tokens + excluded.tokens,
      nano_usd = nano_usd + excluded.nano_usd`);
  for (let index = 0; index < 24; index += 1) {
    const placedAt = NOON + Math.floor((index * 9 * HOUR) / 24);
    const [model, key] = [index % 2 === 0 ? 'small' : 'large', index % 3 === 0 ? null : `key_${index % 3}`];
    const state = index % 7 === 0 ? 'uncertain' : 'settled';
    const [tokens, nano] = state === 'settled' ? [9, 10 ** (index % 6)] : [0, 0];
    const failed = state === 'uncertain';
    entry.run(`e${index}`, state, placedAt, key, model, 100_000, tokens, nano, failed ? 'CRASHED' : null);
    for (const span of [900_000, HOUR, 24 * HOUR]) {
      const [provider, named] = span === 900_000 ? ['openai', model] : ['', ''];
      const start = Math.floor(placedAt / span) * span;
      roll.run(span, start, provider, named, 1, failed ? 1 : 0, failed ? 0 : 2, tokens, nano);
    }
  }
  // A budget made after the first half of the entries, which stands in its counter only, but for what was open.
  db.exec(`
    INSERT INTO budgets VALUES ('b', 'global', 'total', 'UTC', '00:00', 9000000, ${NOON}, NULL);
    INSERT INTO entry_budgets SELECT seq, 'b', 0 FROM entries WHERE seq > 12 OR state = 'uncertain';
    INSERT INTO budget_windows SELECT 'b', 0, sum(settled_nano_usd), 0,
      sum(iif(state = 'uncertain', held_nano_usd, 0)) FROM entries`);
  db.close();
  return path;
}

it('an old ledger keeps its sums and gains those by model and key', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'weighbridge-upgrade-'));
  try {
    const path = oldDatabase(dir);
    const stores = await openStoresInProcess({
      dataDir: join(dir, 'data'),
      clock: { now: () => NOON + 10 * HOUR },
      newId: (prefix) => `${prefix}_1`,
    });
    const of = async (filter: object) =>
      (await stores.spend.summary({ from: 0, to: NOON + 10 * HOUR, ...filter })).settledNanoUsd;
    const [small, large] = [await of({ model: 'small' }), await of({ model: 'large' })];
    expect(small + large).toBe(await of({}));
    expect(small).toBeGreaterThan(0n);
    expect(await of({ keyId: 'key_1' })).toBeGreaterThan(0n);
    const { findings } = await stores.keeping.check({ full: true });
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    await stores.close();
    const db = new Database(path, { readonly: true });
    const unpinned = db.prepare('SELECT unpinned_nano_usd FROM budget_windows').pluck().all();
    expect(unpinned).toEqual(
      db.prepare('SELECT sum(settled_nano_usd) FROM entries WHERE seq <= 12').pluck().all(),
    );
    db.close();
    assertBooksBalance(path);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

it('an old ledger can be backed up before it is brought up to date, and restored by this version', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'weighbridge-upgrade-'));
  try {
    oldDatabase(dir);
    const data = join(dir, 'data');
    const backup = join(dir, 'before the upgrade.db');
    const { integrity, entries } = backupDataDir(data, backup, { withCache: false });
    expect(integrity.ok).toBe(true);
    expect(integrity.findings.map(({ name }) => name)).not.toContain('rollups');
    const clock = { now: () => NOON + 10 * HOUR };
    const newId = (prefix: string) => `${prefix}_1`;
    const report = restoreDataDir(join(dir, 'new'), backup, { now: clock.now(), newId, withCache: false });
    expect(report).toMatchObject({ entries, highWater: NOON + 9 * HOUR });
    const stores = await openStoresInProcess({ dataDir: join(dir, 'new'), clock, newId });
    expect(await stores.gaps.list()).toMatchObject([{ from: NOON + 9 * HOUR, to: NOON + 10 * HOUR }]);
    const { findings } = await stores.keeping.check({ full: true });
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings).toHaveLength(8);
    await stores.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
