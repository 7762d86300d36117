import { describe, expect, it } from 'vitest';
import { prepareBreakdown } from './breakdown.ts';

const share = (settled: bigint, changes: object = {}) => ({
  settledNanoUsd: settled.toString(),
  heldNanoUsd: '0',
  uncertainNanoUsd: '0',
  freeWouldHaveNanoUsd: '0',
  settledTokens: 1,
  freeTokens: 0,
  requests: 1,
  inputs: 1,
  ...changes,
});

describe('prepareBreakdown', () => {
  it('measures bars by the dearest row and parts by the total', () => {
    const { content, rows } = prepareBreakdown({
      total: share(90n, { uncertainNanoUsd: '10' }),
      shares: [
        { ...share(70n, { uncertainNanoUsd: '10' }), value: 'a' },
        { ...share(15n), value: null },
      ],
      others: share(5n),
    });
    expect(content).toBe('paid');
    expect(rows.map(({ value, bar, part }) => [value, bar.settled, bar.uncertain, part])).toEqual([
      ['a', 87.5, 12.5, 0.8],
      [null, 18.75, 0, 0.15],
      [undefined, 6.25, 0, 0.05],
    ]);
  });

  it('measures what free answers would have cost where nothing was paid', () => {
    const free = share(0n, { freeWouldHaveNanoUsd: '40' });
    const { content, rows } = prepareBreakdown({
      total: free,
      shares: [{ ...free, value: 'm' }],
      others: null,
    });
    expect([content, rows[0]?.bar.wouldHave, rows[0]?.part]).toEqual(['would-have', 100, 1]);
  });

  it('draws nothing of nothing', () => {
    const { content, rows } = prepareBreakdown({
      total: share(0n),
      shares: [{ ...share(0n), value: 'm' }],
      others: null,
    });
    expect([content, rows[0]?.bar.settled, rows[0]?.part]).toEqual(['nothing', 0, null]);
  });

  it('is exact beyond what a float holds', () => {
    const huge = 90_071_992_547_409_930_000n;
    const { rows } = prepareBreakdown({
      total: share(huge),
      shares: [{ ...share(huge), value: 'a' }],
      others: null,
    });
    expect(rows[0]?.amountNanoUsd).toBe(huge);
    expect(rows[0]?.part).toBe(1);
  });
});
