import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createSchema } from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const block = (name: string) =>
  new RegExp(`^\`\`\`sql ${name}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(readme)?.[1] ?? '';

/** The tables as SQLite made them, in PostgreSQL's types. */
function schema(): string {
  const database = new BetterSqlite3(':memory:');
  createSchema(database);
  const statements = database
    .prepare<[], string>(`SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC`)
    .pluck()
    .all();
  database.close();
  return `${statements
    .join(';\n')
    .replaceAll(/ INTEGER\b/g, ' BIGINT')
    .replaceAll(/ BLOB\b/g, ' BYTEA')};`;
}

/** What a driver does with named parameters. */
function bound(sql: string, values: Record<string, string | number>): string {
  return sql.replaceAll(/:([a-z_]+)/g, (_, name: string) => {
    const value = values[name];
    return typeof value === 'string' ? `'${value}'` : String(value);
  });
}

it('the claim as the README writes it takes what is due, and takes back what a dead worker held', async () => {
  const postgres = new PGlite();
  await postgres.exec(schema());
  await postgres.exec(block('store'));
  await postgres.exec(`UPDATE chunks SET state = 'embedding_queued', collection = 'handbook'`);
  const claim = async (batch: string, now: number) => {
    const values = { batch_id: batch, now, collection: 'handbook', limit: 10, count: 2, lease_ms: 50 };
    const results = await postgres.exec(
      bound(block('postgres'), { ...values, worker_id: 'w', correlation_id: 'c' }),
    );
    return results.flatMap(({ rows }) => rows.map((row) => (row as { chunk_id: string }).chunk_id));
  };
  expect(await claim('first', 1000)).toEqual(['c-1', 'c-2']);
  expect(await claim('beside it', 1010)).toEqual([]);
  expect(await claim('after its death', 1050)).toEqual(['c-1', 'c-2']);
  const { rows } = await postgres.query('SELECT batch_id, state FROM embedding_batches ORDER BY claimed_at');
  expect(rows).toEqual([
    { batch_id: 'first', state: 'expired' },
    { batch_id: 'beside it', state: 'in_progress' },
    { batch_id: 'after its death', state: 'in_progress' },
  ]);
  await postgres.close();
}, 60_000);
