import { afterEach, expect, test } from 'vitest';
import { type Interrupt, watchInterrupts } from './interrupt.ts';

let interrupt: Interrupt | undefined;

afterEach(() => interrupt?.release());

test('the first press asks, the second stops; two signals of one press are one', () => {
  let now = 1_000;
  interrupt = watchInterrupts(() => now);
  const state = () => [interrupt?.soft.aborted, interrupt?.hard.aborted];
  expect(state()).toEqual([false, false]);
  process.emit('SIGINT', 'SIGINT');
  expect(state()).toEqual([true, false]);
  now += 30;
  process.emit('SIGINT', 'SIGINT');
  expect(state()).toEqual([true, false]);
  now += 1_000;
  process.emit('SIGTERM', 'SIGTERM');
  expect(state()).toEqual([true, true]);
});

test('released, the signals are Node’s again', () => {
  const before = process.listenerCount('SIGINT');
  watchInterrupts().release();
  expect(process.listenerCount('SIGINT')).toBe(before);
});
