import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';

const DAY = 86_400_000;
const id = (number: number) => new Uint8Array(32).fill(number);
const answer = (size: number) => ({
  fingerprint: new Uint8Array(32),
  headers: {},
  body: new Uint8Array(size).fill(1),
});

let opened: TemporaryStores;
let file: string;
let warnings: string[];
beforeEach(async () => {
  warnings = [];
  opened = await temporaryStores({
    answersMaxBytes: 10_000,
    onWarning: (message) => warnings.push(message),
  });
  file = join(opened.dataDir, 'answers.db');
});
afterEach(() => opened.close());

it('are in no file before they are asked for, and in a private one then', async () => {
  expect(() => statSync(file)).toThrow();
  await opened.stores.answers.keep(id(1), answer(10));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('outlive a restart, and so does their bound', async () => {
  await opened.stores.answers.keep(id(1), answer(6_000));
  opened.clock.advance(1);
  const stores = await opened.reopen();
  expect((await stores.answers.find(id(1)))?.body).toHaveLength(6_000);
  await stores.answers.keep(id(2), answer(6_000));
  expect(await stores.answers.find(id(1))).toMatchObject({ body: undefined });
});

it('are bounded in number, the oldest first, over restarts and under a lower bound', async () => {
  const kept = async (stores: TemporaryStores['stores'], numbers: number[]) => {
    const found = await Promise.all(numbers.map((number) => stores.answers.find(id(number))));
    return numbers.filter((_, at) => found[at] !== undefined);
  };
  const three = await opened.reopen({ answersMaxCount: 3 });
  for (let number = 1; number <= 5; number++) {
    opened.clock.advance(1);
    // Two of them too large for a body to be kept: they count all the same.
    await three.answers.keep(id(number), answer(number % 2 === 0 ? 20_000 : 100));
  }
  expect(await kept(three, [1, 2, 3, 4, 5])).toEqual([3, 4, 5]);
  // The same again is no news.
  await three.answers.keep(id(5), answer(100));
  expect(await kept(three, [3, 4, 5])).toEqual([3, 4, 5]);
  const two = await opened.reopen({ answersMaxCount: 2 });
  opened.clock.advance(1);
  await two.answers.keep(id(6), answer(100));
  expect(await kept(two, [3, 4, 5, 6])).toEqual([5, 6]);
  // What was forgotten is asked for anew.
  opened.clock.advance(1);
  await two.answers.keep(id(1), answer(100));
  expect(await kept(two, [1, 5, 6])).toEqual([1, 6]);
  await two.close();
  const db = new Database(file);
  expect(db.prepare('SELECT count(*) FROM answers').pluck().get()).toBe(2);
  expect(db.prepare('SELECT count(*) FROM bodies').pluck().get()).toBe(2);
  db.close();
});

it('are removed from the file once they are a day old', async () => {
  for (let number = 1; number <= 5; number++) await opened.stores.answers.keep(id(number), answer(1_000));
  opened.clock.advance(DAY);
  await opened.stores.answers.keep(id(9), answer(1_000));
  await opened.stores.close();
  const db = new Database(file);
  expect(db.prepare('SELECT count(*) FROM answers').pluck().get()).toBe(1);
  expect(db.prepare('SELECT count(*) FROM bodies').pluck().get()).toBe(1);
  db.close();
});

it('are removed without anybody asking, and no file is made for that', async () => {
  await opened.stores.answers.purge();
  expect(() => statSync(file)).toThrow();
  for (let number = 1; number <= 250; number++) await opened.stores.answers.keep(id(number), answer(1));
  opened.clock.advance(DAY - 1);
  await opened.stores.answers.purge();
  expect(await opened.stores.answers.find(id(1))).toBeDefined();
  opened.clock.advance(1);
  await opened.stores.answers.purge();
  await opened.stores.close();
  const db = new Database(file);
  expect(db.prepare('SELECT count(*) FROM answers').pluck().get()).toBe(0);
  expect(db.prepare('SELECT count(*) FROM bodies').pluck().get()).toBe(0);
  db.close();
});

it('begin anew when their file is damaged', async () => {
  await opened.stores.answers.keep(id(1), answer(10));
  await opened.stores.close();
  writeFileSync(file, 'no database at all, but long enough to be taken for one'.repeat(100));
  const stores = await opened.reopen();
  expect(await stores.answers.find(id(1))).toBeUndefined();
  await stores.answers.keep(id(1), answer(10));
  expect(warnings).toEqual([expect.stringContaining('answers.db.damaged')]);
});
