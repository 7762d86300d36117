import { expect, it } from 'vitest';
import { readArguments, UsageError } from './arguments.ts';

it('has defaults, and a short phase that counts afterwards', () => {
  expect(readArguments([])).toEqual({
    seconds: 30,
    naiveSeconds: 6,
    seed: 1,
    processes: 3,
    clients: 12,
    sabotage: null,
    json: false,
    help: false,
  });
  expect(readArguments(['--seconds', '5']).naiveSeconds).toBe(2);
  expect(readArguments(['--naive', '0', '--break', 'recovery'])).toMatchObject({
    naiveSeconds: 0,
    sabotage: 'recovery',
  });
});

it.each([
  [['--seconds', 'x'], '--seconds takes a number from 1'],
  [['--processes', '0'], '--processes takes a number from 1'],
  [['--seed', '1.5'], '--seed takes a whole number'],
  [['--break', 'everything'], '--break takes one of atomic'],
  [['--sec', '5'], '--sec'],
])('refuses %j', (args, message) => {
  expect(() => readArguments(args)).toThrow(UsageError);
  expect(() => readArguments(args)).toThrow(message);
});
