import { describe, expect, it } from 'vitest';
import { choiceOf, daysInWords, daysOf } from './days.ts';

describe('daysOf', () => {
  it.each([
    ['ever', '90', null],
    ['90', '', 90],
    ['other', '400', 400],
    ['other', ' 1,000 ', 1000],
    ['other', '7', 7],
    ['other', '6', undefined],
    ['other', '36501', undefined],
    ['other', '1.5', undefined],
    ['other', '', undefined],
  ] as const)('%s, typed "%s": %s', (choice, typed, days) => expect(daysOf(choice, typed)).toBe(days));
});

it.each([
  [null, 'ever', 'for ever'],
  [365, '365', 'for 365 days'],
  [1200, 'other', 'for 1,200 days'],
] as const)('%s is the choice %s and reads "%s"', (days, choice, words) => {
  expect(choiceOf(days)).toBe(choice);
  expect(daysInWords(days)).toBe(words);
});
