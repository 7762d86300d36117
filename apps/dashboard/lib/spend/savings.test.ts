import { expect, it } from 'vitest';
import { prepareSavings } from './savings.ts';

const NOTHING = {
  freeWouldHaveNanoUsd: '0',
  freeInputs: 0,
  recalledNanoUsd: '0',
  recalledInputs: 0,
  coalescedNanoUsd: '0',
  coalescedInputs: 0,
  deduplicatedNanoUsd: '0',
  deduplicatedInputs: 0,
  truncatedNanoUsd: '0',
  truncatedInputs: 0,
  settledNanoUsd: '0',
};

it('adds savings up, each as money, and weighs them against the whole', () => {
  const savings = prepareSavings({
    ...NOTHING,
    freeWouldHaveNanoUsd: '400',
    recalledNanoUsd: '100',
    truncatedNanoUsd: '100',
    truncatedInputs: 2,
    settledNanoUsd: '200',
  });
  expect(savings.nanoUsd).toBe(600n);
  expect(savings.part).toBe(0.75);
  expect(savings.items.map(({ name, width }) => [name, width])).toEqual([
    ['Mock', 100],
    ['Cache', 25],
    ['Coalescing', 0],
    ['Deduplication', 0],
    ['Truncation', 25],
  ]);
});

it('says nothing of nothing', () => {
  expect(prepareSavings(NOTHING)).toMatchObject({ nanoUsd: 0n, part: null });
});
