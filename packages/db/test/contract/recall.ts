import type { RecallEntry, RecallScope } from '@weighbridge/embeddings/domain';
import { expect, it } from 'vitest';
import { type Open, stageFor } from './stage.ts';

/** What every store of vectors must do. Open it with equal bounds, of a few hundred small vectors, for both partitions. */
export function recallContract(open: Open): void {
  const scene = stageFor(open);

  it('gives back what was kept, bit for bit and in order, and undefined for the rest', async () => {
    const { stores, project: pool } = scene();
    const scope = aScope({ pool });
    const odd = Float32Array.of(1 / 3, -0, Number.MIN_VALUE, 3.4e38);
    await stores.recall.putMany(scope, [anEntry(1, { tokens: 7 }), { ...anEntry(2), vector: odd }]);
    const found = await stores.recall.getMany(scope, [aKey(2), aKey(9), aKey(1), aKey(2)]);
    expect(found).toEqual([
      { vector: odd, tokens: 2 },
      undefined,
      { vector: anEntry(1).vector, tokens: 7 },
      { vector: odd, tokens: 2 },
    ]);
    expect(Object.is(found[0]!.vector[1], -0)).toBe(true);
  });

  it('hands out vectors that belong to the caller, and leaves the caller its own', async () => {
    const { stores, project: pool } = scene();
    const scope = aScope({ pool });
    const backing = new Float32Array(16);
    const entry = { ...anEntry(1), vector: backing.subarray(4, 8).fill(5) };
    await stores.recall.putMany(scope, [entry, anEntry(2)]);
    backing.fill(6);
    const [first, second] = await stores.recall.getMany(scope, [aKey(1), aKey(2)]);
    expect([...first!.vector]).toEqual([5, 5, 5, 5]);
    first!.vector.fill(9);
    const buffer = first!.vector.buffer as ArrayBuffer;
    structuredClone(buffer, { transfer: [buffer] });
    expect(second!.vector).toEqual(anEntry(2).vector);
    expect([...(await stores.recall.getMany(scope, [aKey(1)]))[0]!.vector]).toEqual([5, 5, 5, 5]);
  });

  it('finds vectors that are kept soon as soon as it is told so, few or many, and counts them', async () => {
    const { stores, project: pool } = scene();
    const scope = aScope({ pool });
    const { entries: before } = await stores.recall.stats();
    const own = anEntry(1);
    await stores.recall.putMany(scope, [own, anEntry(2)], { soon: true });
    own.vector.fill(0);
    await stores.recall.putMany(aScope({ pool, space: 'other' }), [anEntry(3)], { soon: true });
    const keys = [1, 2, 3, 4, 5, 6].map(aKey);
    const found = await stores.recall.getMany(scope, keys);
    expect(found.map((entry) => entry?.tokens)).toEqual([1, 2, undefined, undefined, undefined, undefined]);
    found[1]!.vector.fill(0);
    expect((await stores.recall.stats()).entries).toBe(before + 3);
    const again = await stores.recall.getMany(scope, [aKey(1), aKey(2)]);
    expect(again.map((entry) => entry?.vector)).toEqual([anEntry(1).vector, anEntry(2).vector]);
    await stores.recall.putMany(scope, [{ ...anEntry(9), key: aKey(1) }], { soon: true });
    expect((await stores.recall.getMany(scope, [aKey(1)]))[0]?.tokens).toBe(1);
  });

  it('keeps pools, spaces and partitions apart', async () => {
    const { stores, project: pool } = scene();
    const scope = aScope({ pool });
    await stores.recall.putMany(scope, [anEntry(1)]);
    for (const other of [{ pool: `${pool}x` }, { space: 'mock/m/4' }, { partition: 'free' as const }]) {
      const found = await stores.recall.getMany({ ...scope, ...other }, [aKey(1)]);
      expect(found).toEqual([undefined]);
    }
  });

  it('leaves a key that is kept as it is', async () => {
    const { stores, project: pool } = scene();
    const scope = aScope({ pool });
    const before = (await stores.recall.stats()).entries;
    await stores.recall.putMany(scope, [anEntry(1), { ...anEntry(2), key: aKey(1) }]);
    await stores.recall.putMany(scope, [{ ...anEntry(3), key: aKey(1) }]);
    const [kept] = await stores.recall.getMany(scope, [aKey(1)]);
    expect(kept).toEqual({ vector: anEntry(1).vector, tokens: 1 });
    expect((await stores.recall.stats()).entries).toBe(before + 1);
  });

  it('takes nothing for nothing', async () => {
    const { stores, project: pool } = scene();
    await stores.recall.putMany(aScope({ pool }), []);
    expect(await stores.recall.getMany(aScope({ pool }), [])).toEqual([]);
  });

  it('stays within its bound, and lets go of the least recently used', async () => {
    const { stores, project: pool, clock } = scene();
    const scope = aScope({ pool });
    const { maxBytes } = await stores.recall.stats();
    const put = async (from: number, count: number) => {
      clock.advance(120_000);
      const entries = Array.from({ length: count }, (_, index) => anEntry(from + index));
      await stores.recall.putMany(scope, entries);
    };
    await put(0, 100);
    const { bytes } = await stores.recall.stats();
    await put(1_000, 100);
    const room = (maxBytes / ((await stores.recall.stats()).bytes - bytes)) * 100;
    clock.advance(120_000);
    // The oldest ten are used again, so they outlive the ninety beside them.
    const old = Array.from({ length: 100 }, (_, index) => aKey(index));
    expect(await stores.recall.getMany(scope, old.slice(0, 10))).not.toContain(undefined);
    await put(2_000, Math.floor(room / 2) - 50);
    expect((await stores.recall.getMany(scope, old.slice(0, 10))).map(Boolean)).not.toContain(false);
    const gone = (await stores.recall.getMany(scope, old.slice(10))).filter((found) => !found);
    expect(gone.length).toBeGreaterThan(0);
    await put(100_000, 5_000);
    expect((await stores.recall.stats()).bytes).toBeLessThanOrEqual(maxBytes);
  });

  it('does not let free vectors push out paid ones', async () => {
    const { stores, project: pool, clock } = scene();
    const paid = aScope({ pool });
    await stores.recall.putMany(paid, [anEntry(1)]);
    clock.advance(3_600_000);
    const many = Array.from({ length: 5_000 }, (_, index) => anEntry(index));
    await stores.recall.putMany({ ...paid, partition: 'free' }, many);
    expect(await stores.recall.getMany(paid, [aKey(1)])).not.toContain(undefined);
  });
}

function aScope(changes: Partial<RecallScope> = {}): RecallScope {
  return { pool: 'default', space: 'openai/m/4', partition: 'paid', ...changes };
}

function aKey(number: number): Uint8Array {
  const key = new Uint8Array(32);
  new DataView(key.buffer).setUint32(0, number);
  return key;
}

function anEntry(number: number, changes: Partial<RecallEntry> = {}): RecallEntry {
  const vector = Float32Array.of(number, number + 0.5, -number, 1);
  return { key: aKey(number), vector, tokens: number, ...changes };
}
