import { expect, test } from 'vitest';
import { SpareBuffers } from './spare-buffers.ts';

const LARGE = 1 << 20;

/** A use that ends when it is told to. */
function aUse() {
  const { promise, resolve, reject } = Promise.withResolvers<ArrayBuffer>();
  const given = Promise.withResolvers<ArrayBuffer>();
  let isGiven = false;
  return {
    use: (buffer: ArrayBuffer) => {
      isGiven = true;
      given.resolve(buffer);
      return promise;
    },
    given: given.promise,
    isGiven: () => isGiven,
    giveBack: resolve,
    fail: reject,
  };
}

test('one that came back is lent again to whom it is large enough for', async () => {
  const buffers = new SpareBuffers();
  const first = aUse();
  const done = buffers.lend(LARGE + 1, first.use);
  const buffer = await first.given;
  first.giveBack(buffer);
  await done;
  await buffers.lend(LARGE + 2, async (larger) => {
    expect(larger).not.toBe(buffer);
    return larger;
  });
  await buffers.lend(LARGE + 1, async (same) => {
    expect(same.byteLength).toBe(LARGE + 2);
    await buffers.lend(LARGE, async (other) => {
      expect(other).toBe(buffer);
      return other;
    });
    return same;
  });
});

test('two large ones are on their way at most, a failed one frees its place, and the first to wait is next', async () => {
  const buffers = new SpareBuffers();
  const uses = [aUse(), aUse(), aUse(), aUse()];
  const lent = uses.map(({ use }) => buffers.lend(LARGE, use));
  const given = () => uses.map(({ isGiven }) => isGiven());
  const settled = async () => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    return given();
  };
  expect(await settled()).toEqual([true, true, false, false]);
  uses[1]?.fail(new Error('the thread is gone'));
  await expect(lent[1]).rejects.toThrow('the thread is gone');
  expect(await settled()).toEqual([true, true, true, false]);
  uses[0]?.giveBack(new ArrayBuffer(LARGE));
  expect(await settled()).toEqual([true, true, true, true]);
  // One that comes later does not overtake, and small ones never wait.
  const late = aUse();
  const later = buffers.lend(LARGE, late.use);
  await buffers.lend(LARGE - 1, async (small) => small);
  expect(late.isGiven()).toBe(false);
  for (const { giveBack } of [...uses, late]) giveBack(new ArrayBuffer(LARGE));
  await Promise.all([lent[0], lent[2], lent[3], later]);
  expect(late.isGiven()).toBe(true);
});
