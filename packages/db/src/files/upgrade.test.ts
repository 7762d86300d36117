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

/** An empty database as the first migrations made it. */
function databaseOf(dir: string, migrations: number): Database.Database {
  const folder = join(dir, 'drizzle');
  cpSync(MIGRATIONS, folder, { recursive: true });
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8'));
  const entries = journal.entries.slice(0, migrations);
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  mkdirSync(join(dir, 'data'), { recursive: true });
  const db = new Database(join(dir, 'data/weighbridge.db'));
  db.pragma('journal_mode = WAL');
  migrate(drizzle({ client: db }), { migrationsFolder: folder });
  return db;
}

/** As it was before keys had sums and hours knew their model. */
function oldDatabase(dir: string): string {
  const path = join(dir, 'data/weighbridge.db');
  const db = databaseOf(dir, 2);
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

/** Sums by kind of entry, as they were kept when no sum knew a key and a tag at once. */
function sumUp(db: Database.Database): void {
  const figures = `
    sum(kind = 'attempt' AND state IN ('settled', 'uncertain')), sum(error_code IS NOT NULL),
    sum(iif(state = 'settled' AND error_code IS NULL, inputs, 0)), sum(settled_tokens), sum(settled_nano_usd),
    sum(would_have_nano_usd), sum(overrun_nano_usd)`;
  const by = 'project_id, provider, model, kind';
  for (const span of [900_000, HOUR, 24 * HOUR, 672 * HOUR]) {
    const start = `placed_at / ${span} * ${span}`;
    db.exec(`
      INSERT INTO spend_rollups SELECT ${span}, ${start}, ${by}, ${figures} FROM entries
        WHERE state <> 'held' GROUP BY 2, ${by};
      INSERT INTO label_rollups SELECT label, ${span}, ${start}, ${by}, ${figures} FROM (
          SELECT 'key:' || key_id AS label, * FROM entries WHERE key_id IS NOT NULL
          UNION ALL SELECT 'tag:' || tag, entries.* FROM entry_tags JOIN entries ON seq = entry_seq
        ) WHERE state <> 'held' GROUP BY label, 3, ${by}`);
  }
}

it('sums by kind become sums by scope, of what was deleted too', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'weighbridge-upgrade-'));
  const days = 24 * HOUR;
  try {
    const db = databaseOf(dir, 7);
    db.exec(`
      INSERT INTO ledger_clock VALUES (1, ${NOON + 60 * days}); INSERT INTO routing VALUES (1, 'mock');`);
    const entry = db.prepare(`
      INSERT INTO entries (seq, id, kind, state, placed_at, closed_at, call_id, correlation_id, project_id, key_id, mode,
        provider, model, space, batch, attempt, inputs, held_tokens, held_nano_usd, settled_tokens, settled_nano_usd,
        overrun_nano_usd, would_have_nano_usd, usage, error_code, owner, tags)
      VALUES (?, ?, ?, ?, ?, ?, 'c', 'c', ?, ?, 'real', 'openai', ?, 's', 0, 1, 2, 9, ?, ?, ?, 0, ?, NULL, ?, 'o', ?)`);
    for (let index = 1; index <= 200; index += 1) {
      const kind = (['attempt', 'attempt', 'recalled', 'truncated'] as const)[index % 4] ?? 'attempt';
      const paid = kind === 'attempt';
      const state = paid
        ? (['settled', 'uncertain', 'settled', 'released', 'held'] as const)[index % 5]!
        : 'settled';
      const billed = paid && state === 'settled';
      const project = index % 3 === 0 ? 'b' : 'a';
      const key = index % 7 === 0 ? null : `${project}${index % 2}`;
      const tags = index % 2 === 0 ? ['t'] : index % 5 === 0 ? ['t', 'u'] : [];
      entry.run(
        ...[
          index,
          `e${index}`,
          kind,
          state,
          NOON + index * 7 * HOUR,
          state === 'held' ? null : 1,
          project,
          key,
        ],
        ...[
          index % 4 === 0 ? 'large' : 'small',
          paid ? 1000 : 0,
          billed || !paid ? 9 : 0,
          billed ? 10 * index : 0,
        ],
        ...[paid ? 0 : index, paid && state !== 'settled' && state !== 'held' ? 'CODE' : null],
        tags.length === 0 ? null : JSON.stringify(tags),
      );
    }
    db.exec('INSERT INTO entry_tags SELECT value, seq FROM entries, json_each(tags)');
    sumUp(db);
    const before = db
      .prepare(
        'SELECT label, sum(nano_usd) AS nano FROM label_rollups WHERE span = 86400000 GROUP BY 1 ORDER BY 1',
      )
      .all() as { label: string; nano: number }[];
    // Details of the first four weeks were deleted, but for what is open.
    const detailsFrom = NOON + 28 * days;
    const old = `placed_at < ${detailsFrom} AND state IN ('settled', 'released')`;
    db.exec(`
      DELETE FROM entry_tags WHERE entry_seq IN (SELECT seq FROM entries WHERE ${old});
      DELETE FROM entries WHERE ${old};
      INSERT INTO named_values VALUES ('retention.details_from', '${detailsFrom}')`);
    db.close();
    const clock = { now: () => NOON + 61 * days };
    const stores = await openStoresInProcess({
      dataDir: join(dir, 'data'),
      clock,
      newId: (prefix) => `${prefix}_1`,
    });
    const sound = async () =>
      expect((await stores.keeping.check({ full: true })).findings.filter(({ ok }) => !ok)).toEqual([]);
    await sound();
    const of = async (filter: object) =>
      (await stores.spend.summary({ from: 0, to: clock.now(), ...filter })).settledNanoUsd;
    for (const { label, nano } of before) {
      const [kind, value] = label.split(':');
      expect([label, await of(kind === 'key' ? { keyId: value } : { tag: value })]).toEqual([
        label,
        BigInt(nano),
      ]);
    }
    for (const tag of ['t', 'u']) {
      expect((await of({ tag, projectId: 'a' })) + (await of({ tag, projectId: 'b' }))).toBe(
        await of({ tag }),
      );
      const { shares } = await stores.spend.breakdown({ from: 0, to: clock.now(), tag }, 'key');
      expect(shares.reduce((sum, share) => sum + share.settledNanoUsd, 0n)).toBe(await of({ tag }));
      expect(await of({ tag, keyId: 'a1', from: detailsFrom })).toBeGreaterThan(0n);
    }
    // What was open all the time is still closed where it belongs.
    const { items } = await stores.spend.lines({
      after: 0,
      limit: 1000,
      state: 'uncertain',
      to: detailsFrom,
    });
    expect(items.some(({ tags, keyId }) => tags.length > 0 && keyId !== null)).toBe(true);
    const stamp = { at: 0, actor: 'admin', reason: null, correlationId: null };
    for (const { id } of items) await stores.uncertain.resolve(id, 'not_billed', stamp);
    await sound();
    await stores.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
