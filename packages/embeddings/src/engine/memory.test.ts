import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryRecall } from '../../test/memory-ports.ts';
import { recallKey, recallKeyOfIds } from '../recall/recall-key.ts';
import { Memory } from './memory.ts';

const poolKey = new Uint8Array(32).fill(5);
const memory = new Memory(
  new MemoryRecall(),
  () => poolKey,
  (error) => {
    throw error;
  },
);
const hex = (keys: readonly Uint8Array[]) => keys.map((key) => Buffer.from(key).toString('hex'));

test('keys are those of each text or its ids alone, in order, however many and long they are', async () => {
  const input = fc.oneof(
    { weight: 20, arbitrary: fc.record({ text: fc.string({ maxLength: 20 }) }) },
    { weight: 3, arbitrary: fc.record({ text: fc.nat(90_000).map((length) => 'é'.repeat(length)) }) },
    { weight: 1, arbitrary: fc.constant({ text: 'long 🙂'.repeat(30_000) }) },
  );
  const ids = fc.option(fc.record({ ids: fc.uint32Array({ minLength: 1 }), canonical: fc.boolean() }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(input, ids), { maxLength: 200, size: 'max' }),
      fc.boolean(),
      async (given, withIds) => {
        const texts = given.map(([{ text }]) => text);
        const tokenIds = given.map(([, ids]) => ids ?? { ids: Uint32Array.of(1), canonical: true });
        const expected = given.map(([{ text }, ids]) =>
          withIds && ids?.canonical === false ? recallKeyOfIds(poolKey, ids.ids) : recallKey(poolKey, text),
        );
        const keys = await memory.keys('default', texts, withIds ? tokenIds : undefined);
        expect(hex(keys)).toEqual(hex(expected));
      },
    ),
    { numRuns: 50 },
  );
});
