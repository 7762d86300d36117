import { expect, test } from 'vitest';
import type { Weight } from './weigh.ts';
import { whatFits } from './what-fits.ts';

const weight = { nanoUsdPerToken: 20n } as Weight;
const facts = {
  limitNanoUsd: '1000000',
  settledNanoUsd: '700000',
  heldNanoUsd: '100000',
  uncertainNanoUsd: '100000',
  resetsAt: '2026-03-02T00:00:00.000Z',
};

test('what is left of the limit is said in tokens, with the reset', () => {
  expect(whatFits(facts, weight)).toBe(
    'About 5,000 more tokens fit until the reset at 2026-03-02T00:00:00.000Z: name fewer files to use them.',
  );
  expect(whatFits({ ...facts, settledNanoUsd: '900000', resetsAt: null }, weight)).toBe(
    'No more tokens fit at all.',
  );
});

test('a refusal without figures says nothing', () => {
  expect(whatFits({}, weight)).toBeUndefined();
  expect(whatFits(facts, { nanoUsdPerToken: 0n } as Weight)).toBeUndefined();
});
