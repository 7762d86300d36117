import type { BudgetStatus } from '@weighbridge/embeddings';
import { describe, expect, it } from 'vitest';
import { budget } from './budget.ts';

function status(settledNanoUsd: bigint, heldNanoUsd = 0n, uncertainNanoUsd = 0n): BudgetStatus {
  return {
    id: 'bud_1',
    scope: 'global',
    window: 'day',
    timeZone: 'UTC',
    resetTime: '00:00',
    limitNanoUsd: 1_000_000_000n,
    createdAt: 0,
    windowStart: 0,
    resetsAt: 86_400_000,
    settledNanoUsd,
    heldNanoUsd,
    uncertainNanoUsd,
  };
}

describe('budget', () => {
  it.each([
    [799_999_999n, 'ok'],
    [800_000_000n, 'warning'],
    [999_999_999n, 'warning'],
    [1_000_000_000n, 'exhausted'],
    [1_000_000_020n, 'exhausted'],
  ] as const)('with %s nano-USD of a dollar used the level is %s', (used, level) => {
    expect(budget(status(used)).level).toBe(level);
  });

  it('counts what is held and uncertain as used', () => {
    const shown = budget(status(100_000_000n, 200_000_000n, 300_000_000n));
    expect(shown).toMatchObject({
      used: 0.6,
      left: '$0.40',
      leftNanoUsd: '400000000',
      held: '$0.20',
      uncertain: '$0.30',
      level: 'ok',
    });
  });

  it('never shows less than nothing as left', () => {
    expect(budget(status(1_500_000_000n)).leftNanoUsd).toBe('0');
  });
});
