import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';
import { configurationMemory } from './configuration-memory.ts';
import { type Connection, connectReader, connectWriter } from './connection.ts';

/** What calls look up, with a row of each; columns that are left out may be empty. */
const ROWS: Record<string, Record<string, string | number>> = {
  routing: { id: 1, mode: 'mock' },
  provider_settings: { id: 'openai', updated_at: 1 },
  projects: { id: 'p1', name: 'p1', split_large_calls: 1, allow_fallback: 0, created_at: 1 },
  access_keys: {
    id: 'k1',
    project_id: 'default',
    name: 'k1',
    sha256: 'aa',
    last4: 'aaaa',
    allow_fallback: 0,
    created_at: 1,
  },
  rate_limits: {
    id: 'r1',
    scope: 'global',
    metric: 'requests',
    period: 'minute',
    limit_count: 5,
    created_at: 1,
  },
  prices: { id: 'c1', model: 'm', from_at: 1, nano_usd_per_token: 20, created_at: 1 },
  custom_models: {
    id: 'm',
    dimensions: 3,
    shortenable: 0,
    unit_norm: 1,
    tokenizer: 'unknown',
    max_inputs: 1,
    max_tokens_per_input: 1,
    max_tokens_per_request: 1,
    created_at: 1,
  },
  budgets: {
    id: 'b1',
    scope: 'global',
    window: 'hour',
    time_zone: 'UTC',
    reset_time: '00:00',
    limit_nano_usd: 7,
    created_at: 1,
  },
};
let opened: TemporaryStores;
let other: Connection;
beforeEach(async () => {
  opened = await temporaryStores();
  other = connectWriter(join(opened.dataDir, 'weighbridge.db'));
});
afterEach(async () => {
  other.close();
  await opened.close();
});

const revision = () =>
  other.prepare<[], number>('SELECT revision FROM configuration_revision').pluck().get() ?? 0;

describe.each(Object.entries(ROWS))('the revision, with %s', (table, row) => {
  const changes = (sql: string) => {
    const before = revision();
    expect(other.prepare(sql).run().changes).toBe(1);
    return revision() !== before;
  };
  const insert = () => {
    const values = Object.values(row).map((value) => (typeof value === 'string' ? `'${value}'` : value));
    return changes(
      `INSERT INTO ${table} (${Object.keys(row).map((name) => `"${name}"`)}) VALUES (${values})`,
    );
  };

  it('counts rows that come, change in any column, and go', () => {
    other.prepare(`DELETE FROM ${table} WHERE id = ?`).run(row.id);
    expect(insert()).toBe(true);
    const columns = other.prepare<[], { name: string }>(`PRAGMA table_info(${table})`).all();
    const unseen = columns
      .map(({ name }) => name)
      .filter((name) => !changes(`UPDATE ${table} SET "${name}" = "${name}" WHERE id = '${row.id}'`));
    expect(unseen).toEqual([]);
    expect(changes(`DELETE FROM ${table} WHERE id = '${row.id}'`)).toBe(true);
  });
});

it('what another connection changes is seen by the next look-up', async () => {
  const { stores } = opened;
  expect(await stores.settings.mode()).toBe('mock');
  expect(await stores.rateLimits.inScopes(['global'])).toEqual([]);
  other.exec("UPDATE routing SET mode = 'hybrid'");
  other.exec("INSERT INTO rate_limits VALUES ('r1', 'global', 'tokens', 'hour', 9, 1)");
  expect(await stores.settings.mode()).toBe('hybrid');
  expect(await stores.rateLimits.inScopes(['global'])).toMatchObject([{ metric: 'tokens', limit: 9 }]);
  expect(await stores.rateLimits.inScopes(['project:p'])).toEqual([]);
});

it('looks again after changes of configuration only', () => {
  const reader = connectReader(join(opened.dataDir, 'weighbridge.db'));
  const look = vi.fn((id: string) => ({ id }));
  const remembered = configurationMemory(reader)(look, (id) => id);
  const first = remembered('a');
  other.exec("INSERT INTO named_values VALUES ('note', 'x')");
  other.exec('UPDATE ledger_clock SET high_water = high_water + 1');
  expect(remembered('a')).toBe(first);
  remembered('b');
  expect(look).toHaveBeenCalledTimes(2);
  other.exec("UPDATE routing SET mode = 'real'");
  expect(remembered('a')).not.toBe(first);
  expect(look).toHaveBeenCalledTimes(3);
  reader.close();
});

it('forgets at ten thousand keys, which callers could invent', () => {
  const reader = connectReader(join(opened.dataDir, 'weighbridge.db'));
  const look = vi.fn((_key: string) => undefined);
  const remembered = configurationMemory(reader)(look, (key) => key);
  for (let key = 0; key < 10_000; key++) remembered(`key ${key}`);
  remembered('key 0');
  expect(look).toHaveBeenCalledTimes(10_000);
  remembered('one more');
  remembered('key 0');
  expect(look).toHaveBeenCalledTimes(10_002);
  reader.close();
});
