import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTurns, isTurnSpent, nextTurn } from './turns.ts';

/** Keeps the thread busy. */
function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('time runs out within a turn, and is there again in the next', async () => {
  await wait(1);
  expect(isTurnSpent()).toBe(false);
  work(20);
  expect(isTurnSpent()).toBe(true);
  await nextTurn();
  expect(isTurnSpent()).toBe(false);
});

test('the time of a turn is shared by all, who go on one a turn in the order in which they came', async () => {
  const order: string[] = [];
  let turns = 0;
  let going = true;
  const count = () => {
    turns += 1;
    if (going) setImmediate(count);
  };
  setImmediate(count);
  const job = async (name: string) => {
    for (let step = 0; step < 3; step++) {
      await nextTurn();
      order.push(`${name}${step} ${turns}`);
    }
  };
  await Promise.all([job('a'), job('b'), job('c')]);
  going = false;
  expect(order.map((step) => step.split(' ')[0])).toEqual([
    'a0',
    'b0',
    'c0',
    'a1',
    'b1',
    'c1',
    'a2',
    'b2',
    'c2',
  ]);
  expect(new Set(order.map((step) => step.split(' ')[1])).size).toBe(order.length);
});

test('who begins in a turn that others have spent waits as well', async () => {
  await wait(1);
  expect(isTurnSpent()).toBe(false);
  work(20);
  const began = await Promise.resolve().then(() => isTurnSpent());
  expect(began).toBe(true);
});

test('work in steps gives its result, and lets others in', async () => {
  let others = 0;
  const timer = setInterval(() => {
    others += 1;
  }, 1);
  const sum = await inTurns(
    (function* () {
      let total = 0;
      for (let step = 1; step <= 10; step++) {
        work(5);
        total += step;
        yield;
      }
      return total;
    })(),
  );
  clearInterval(timer);
  expect(sum).toBe(55);
  expect(others).toBeGreaterThan(2);
});
