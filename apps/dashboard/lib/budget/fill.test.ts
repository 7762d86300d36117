import { describe, expect, it } from 'vitest';
import { fillOf } from './fill.ts';

const amounts = (limit: string, settled: string, held = '0', uncertain = '0') => ({
  limitNanoUsd: limit,
  settledNanoUsd: settled,
  heldNanoUsd: held,
  uncertainNanoUsd: uncertain,
});

describe('fillOf', () => {
  it('draws settled, held and uncertain apart', () => {
    expect(fillOf(amounts('1000', '500', '250', '100'))).toEqual({
      settled: 50,
      held: 25,
      uncertain: 10,
      over: false,
    });
  });

  it('keeps a tiny part visible and an absent one invisible', () => {
    const fill = fillOf(amounts('1000000000000', '1'));
    expect(fill.settled).toBe(0.7);
    expect(fill.held).toBe(0);
  });

  it('never passes the end of the beam, and keeps the ratio when the limit was lowered below what is spent', () => {
    const fill = fillOf(amounts('100', '300', '100', '0'));
    expect(fill).toEqual({ settled: 75, held: 25, uncertain: 0, over: true });
    const crowded = fillOf(amounts('1000000', '999998', '1', '1'));
    expect(crowded.settled + crowded.held + crowded.uncertain).toBeCloseTo(100, 6);
    expect(crowded.over).toBe(false);
  });

  it('is exact beyond 2^53', () => {
    expect(fillOf(amounts('40000000000000000000', '10000000000000000000')).settled).toBe(25);
  });
});
