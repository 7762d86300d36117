import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inOrder } from './pipeline.ts';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let n = 0; n < count; n++) yield n;
}

test('outcomes come in order, with no more than the width under way', async () => {
  let underWay = 0;
  let most = 0;
  const seen: number[] = [];
  await inOrder(
    numbers(9),
    3,
    async (n) => {
      most = Math.max(most, ++underWay);
      await sleep((9 - n) * 2);
      underWay--;
      return n * 10;
    },
    async (_n, outcome) => {
      if (outcome.status === 'fulfilled') seen.push(outcome.value);
      return true;
    },
  );
  expect(seen).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80]);
  expect(most).toBe(3);
});

test('a failure stops nothing by itself; the verdict does, and what is under way is still awaited', async () => {
  const started: number[] = [];
  const outcomes: string[] = [];
  await inOrder(
    numbers(20),
    3,
    async (n) => {
      started.push(n);
      await sleep(1);
      if (n === 1) throw new Error('refused');
      return n;
    },
    async (n, outcome) => {
      outcomes.push(`${n} ${outcome.status}`);
      return outcome.status === 'fulfilled';
    },
  );
  expect(started).toEqual([0, 1, 2, 3]);
  expect(outcomes).toEqual(['0 fulfilled', '1 rejected', '2 fulfilled', '3 fulfilled']);
});

test('a verdict that throws is passed on, and nothing is left unhandled', async () => {
  await expect(
    inOrder(
      numbers(5),
      2,
      async (n) => {
        await sleep(1);
        throw new Error(`task ${n}`);
      },
      async () => {
        throw new Error('disk full');
      },
    ),
  ).rejects.toThrow('disk full');
});
