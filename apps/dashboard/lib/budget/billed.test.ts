import { expect, it } from 'vitest';
import { billedOf } from './billed.ts';

it.each([
  ['0', '0'],
  ['$0.00', '0'],
  [' 1.23 ', '1230000000'],
  ['0.000000001', '1'],
])('reads %s', (typed, billedNanoUsd) => expect(billedOf(typed)).toEqual({ billedNanoUsd }));

it.each(['', '-1', 'nothing', '0.0000000000', '1e3'])('refuses "%s"', (typed) =>
  expect(billedOf(typed)).toBeNull(),
);
