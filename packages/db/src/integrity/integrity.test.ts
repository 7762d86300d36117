import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settled, unsettled } from '../../test/outcomes.ts';
import { aRequest } from '../../test/processes/requests.ts';
import type { IntegrityCheckName } from '../ports/index.ts';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';

const HOUR = 3_600_000;

describe('the check of a database', () => {
  let opened: TemporaryStores;

  beforeEach(async () => {
    opened = await temporaryStores();
    const { ledger, budgets } = opened.stores;
    const budget = { timeZone: 'UTC', resetTime: '00:00', limitNanoUsd: 1_000_000n, createdAt: 0 };
    const stamp = { at: 0, actor: 'admin', reason: null, correlationId: null };
    await ledger.hold([aRequest('early', 50n)]);
    await ledger.close([settled('early', 40n)]);
    await budgets.create({ ...budget, id: 'day', scope: 'global', window: 'day' }, stamp);
    await budgets.create({ ...budget, id: 'total', scope: 'project:default', window: 'total' }, stamp);
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      opened.clock.advance(HOUR / 2);
      await ledger.hold([aRequest(id, 100n, { keyId: 'k', tags: ['x', 'y'] })]);
    }
    await ledger.close([settled('a', 90n), unsettled('b', 'released'), unsettled('c', 'uncertain')]);
    await ledger.post([
      {
        ...aRequest('free', 0n),
        kind: 'recalled',
        wouldHaveNanoUsd: 20n,
        durationMs: 1,
      },
    ]);
  });

  afterEach(() => opened.close());

  /** Writes past the program, as a bad disk or a well-meant repair would. */
  const tamper = (...statements: string[]) => {
    const db = new Database(join(opened.dataDir, 'weighbridge.db'));
    db.pragma('foreign_keys = OFF');
    db.pragma('ignore_check_constraints = ON');
    for (const statement of statements) db.exec(statement);
    db.close();
  };
  const failing = async (full = false) => {
    const { ok, findings } = await opened.stores.keeping.check({ full });
    const wrong = findings.filter((finding) => !finding.ok);
    expect(ok).toBe(wrong.length === 0);
    for (const { hint, problems, examples } of wrong) {
      expect(hint).toMatch(/\w/);
      expect(problems).toBeGreaterThan(0);
      expect(examples.length).toBeGreaterThan(0);
    }
    return wrong;
  };

  it('finds nothing where nothing is wrong', async () => {
    expect(await failing()).toEqual([]);
    const { findings } = await opened.stores.keeping.check({ full: true });
    expect(findings.map(({ name }) => name)).toEqual([
      'pages',
      'schema',
      'foreign_keys',
      'order',
      'clock',
      'amounts',
      'windows',
      'rollups',
    ]);
  });

  it.each<[what: string, finds: IntegrityCheckName, statement: string, example: RegExp]>([
    [
      'a reference to nowhere',
      'foreign_keys',
      "DELETE FROM budgets WHERE id = 'day'",
      /missing row of budgets/,
    ],
    [
      'a float of money',
      'amounts',
      "UPDATE entries SET held_nano_usd = 0.5 WHERE id = 'd'",
      /held_nano_usd in 1 rows/,
    ],
    ['a limit below zero', 'amounts', 'UPDATE budgets SET limit_nano_usd = -1', /limit_nano_usd in 2 rows/],
    [
      'an entry out of order',
      'order',
      "UPDATE entries SET placed_at = 1 WHERE id = 'e'",
      /entry e stands after/,
    ],
    [
      'a held entry with an end',
      'order',
      "UPDATE entries SET closed_at = 1 WHERE id = 'e'",
      /entry e is held with/,
    ],
    [
      'a counter too low',
      'windows',
      "UPDATE budget_windows SET settled_nano_usd = 0 WHERE budget_id = 'day'",
      /day.*settled/,
    ],
    [
      'a lost hold',
      'windows',
      "UPDATE budget_windows SET held_nano_usd = 100 WHERE budget_id = 'total'",
      /total.*held/,
    ],
    ['a lost pin', 'windows', "DELETE FROM entry_budgets WHERE budget_id = 'total'", /total/],
    ['a lost window', 'windows', "DELETE FROM budget_windows WHERE budget_id = 'day'", /day/],
    [
      'a pin of another day',
      'windows',
      "UPDATE entry_budgets SET window_start = 0 WHERE budget_id = 'day'",
      /day/,
    ],
    [
      'an entry that was changed',
      'windows',
      "UPDATE entries SET settled_nano_usd = 1 WHERE id = 'a'",
      /settled/,
    ],
    [
      'a sum too high',
      'rollups',
      "UPDATE spend_sums SET settled_nano_usd = 97 WHERE scope = 'all' AND span = 900000 AND settled_nano_usd = 90",
      /quarter.*off by 7 nano-USD/,
    ],
    [
      'a lost sum of a tag',
      'rollups',
      "DELETE FROM spend_sums WHERE scope = 'tag:y' AND span = 86400000",
      /day from.*tag:y/,
    ],
    [
      'a lost sum of a key',
      'rollups',
      "UPDATE spend_sums SET requests = 5 WHERE scope = 'key:k' AND span = 900000 AND settled_nano_usd = 90",
      /quarter.*key:k/,
    ],
    [
      'a lost sum of a key and a tag',
      'rollups',
      "DELETE FROM spend_sums WHERE scope = 'key+tag:k,x' AND span = 900000",
      /quarter.*key\+tag:k,x/,
    ],
    [
      'a lost sum of a project',
      'rollups',
      'DELETE FROM spend_sums WHERE span = 2419200000',
      /four weeks from/,
    ],
    ['a lost sum', 'rollups', "DELETE FROM spend_sums WHERE scope = 'all' AND span = 86400000", /day from/],
    ['a clock put back', 'clock', 'UPDATE ledger_clock SET high_water = 5', /1970-01-01/],
    [
      'tables of the future',
      'schema',
      "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('beyond', 1)",
      /beyond/,
    ],
  ])('finds %s', async (_, finds, statement, example) => {
    tamper(statement);
    const wrong = await failing();
    expect(wrong.map(({ name }) => name)).toContain(finds);
    expect(wrong.find(({ name }) => name === finds)?.examples.join('\n')).toMatch(example);
  });

  it('finds an index that disagrees with its table when it looks at everything', async () => {
    const db = new Database(join(opened.dataDir, 'weighbridge.db'));
    const root = db
      .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'entries_correlation'")
      .pluck()
      .get();
    const size = Number(db.pragma('page_size', { simple: true }));
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    // Another correlation id in the index alone, of the same length: every page is still a page.
    const file = readFileSync(join(opened.dataDir, 'weighbridge.db'));
    const from = (Number(root) - 1) * size;
    const at = file.subarray(from, from + size).lastIndexOf('correlation');
    file.write('correlatioX', from + at);
    await opened.stores.close();
    writeFileSync(join(opened.dataDir, 'weighbridge.db'), file);
    await opened.reopen();
    expect(await failing()).toEqual([]);
    expect((await failing(true)).map(({ name }) => name)).toEqual(['pages']);
  });
});
