import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';
import { Presence } from './presence.ts';

const aKey = () => new Uint8Array(randomBytes(32));
const entry = (key: Uint8Array) => ({ key, vector: Float32Array.of(1, 2, 3), tokens: 3 });
const SCOPE = { pool: 'p', space: 's', partition: 'paid' } as const;

describe('presence', () => {
  it('never denies a key that was added, and seldom affirms another', () => {
    const presence = new Presence(Presence.memoryFor(10_000 * 6272));
    presence.complete();
    const added = Array.from({ length: 10_000 }, aKey);
    for (const key of added) presence.add(key);
    expect(added.every((key) => presence.mayHave(key))).toBe(true);
    const inVain = Array.from({ length: 10_000 }, aKey).filter((key) => presence.mayHave(key));
    expect(inVain.length).toBeLessThan(100);
  });

  it('denies nothing until it is complete, and not what is no hash', () => {
    const presence = new Presence(Presence.memoryFor(0));
    expect(presence.mayHave(aKey())).toBe(true);
    presence.complete();
    expect(presence.mayHave(aKey())).toBe(false);
    expect(presence.mayHave(new Uint8Array(15))).toBe(true);
    presence.reset();
    expect(presence.mayHave(aKey())).toBe(true);
  });

  it('is shared by all who have its memory', () => {
    const memory = Presence.memoryFor(0);
    const [here, there] = [new Presence(memory), new Presence(memory)];
    here.complete();
    const key = aKey();
    expect(there.mayHave(key)).toBe(false);
    there.add(key);
    expect(here.mayHave(key)).toBe(true);
  });
});

describe('a cache that knows what it does not have', { timeout: 30_000 }, () => {
  let opened: TemporaryStores;
  beforeEach(async () => {
    opened = await temporaryStores({ alone: true });
  });
  afterEach(() => opened.close());

  it('finds after a start what was kept before it, however much that is', async () => {
    const keys = Array.from({ length: 9000 }, aKey);
    await opened.stores.recall.putMany(SCOPE, keys.map(entry));
    const { recall } = await opened.reopen();
    for (let from = 0; from < keys.length; from += 900) {
      const found = await recall.getMany(SCOPE, [...keys.slice(from, from + 900), aKey()]);
      expect(found.filter(Boolean)).toHaveLength(900);
      expect(found[900]).toBeUndefined();
    }
    // Also once all are known.
    await vi.waitFor(async () => expect((await recall.getMany(SCOPE, keys.slice(0, 3)))[2]?.tokens).toBe(3));
  });

  it('finds what another process has kept, once it has written itself', async () => {
    const { recall } = opened.stores;
    await recall.putMany(SCOPE, [entry(aKey())]);
    const theirs = aKey();
    const other = new Database(`${opened.dataDir}/cache.db`);
    other
      .prepare(
        `INSERT INTO items SELECT scope, ?, partition, vector, tokens, crc32, vector_bytes, bytes, last_used FROM items`,
      )
      .run(theirs);
    other.close();
    await recall.putMany(SCOPE, [entry(aKey())]);
    expect((await recall.getMany(SCOPE, [theirs]))[0]?.vector).toEqual(Float32Array.of(1, 2, 3));
  });

  it('finds what was kept among what was not, and counts once what was kept twice', async () => {
    const { recall } = opened.stores;
    const keys = Array.from({ length: 50 }, aKey);
    await recall.putMany(SCOPE, keys.map(entry));
    await recall.putMany(SCOPE, keys.map(entry));
    expect((await recall.stats()).entries).toBe(50);
    expect((await recall.getMany(SCOPE, [aKey(), ...keys, aKey()])).filter(Boolean)).toHaveLength(50);
  });
});
