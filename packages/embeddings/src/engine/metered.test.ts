import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareOut } from './metered.ts';

it('shares a meter out to the last token, in proportion', () => {
  expect(shareOut(10, [100, 300])).toEqual([2, 8]);
  expect(shareOut(0, [5, 5])).toEqual([0, 0]);
  fc.assert(
    fc.property(
      fc.nat({ max: 2 ** 40 }),
      fc.array(fc.integer({ min: 1, max: 2 ** 24 }), { minLength: 1, maxLength: 50 }),
      (metered, bounds) => {
        const shares = shareOut(metered, bounds);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(metered);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});
