import { describe, expect, it } from 'vitest';
import type { CourseLine } from '../record/lines.ts';
import type { ScenarioBudget } from '../scenario/budgets.ts';
import { type Billed, headrooms, limitSpans } from './overshoot.ts';
import { WindowLabels } from './window-label.ts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 1, 1, 12);

const budget: ScenarioBudget = {
  id: 'b',
  scope: 'project:a',
  window: 'day',
  timeZone: 'UTC',
  resetTime: '00:00',
  limitNanoUsd: 100n,
  steered: false,
};

const limit = (asked: number, t: number, nano: bigint): CourseLine => ({
  e: 'limit',
  asked,
  t,
  budget: 'b',
  nano: String(nano),
});

let ids = 0;
const billed = (nanoUsd: bigint, heldAt: number, changes: Partial<Billed> = {}): Billed => ({
  id: String(++ids),
  nanoUsd,
  scopes: ['project:a', 'global'],
  placedAt: NOON,
  askedAt: heldAt - 1,
  heldAt,
  ...changes,
});

function judged(course: readonly CourseLine[], entries: readonly Billed[]) {
  return headrooms(budget, limitSpans(budget, course), entries, new WindowLabels());
}

describe('headroom by the truth', () => {
  it('is what the limit leaves, window by window', () => {
    const windows = judged(
      [limit(0, 1, 100n)],
      [
        billed(60n, 10),
        billed(30n, 20),
        billed(100n, 30, { placedAt: NOON + DAY }),
        billed(9n, 40, { scopes: [] }),
      ],
    );
    expect(windows).toEqual([
      { label: '2026-02-01', leastNanoUsd: 10n, limitNanoUsd: 100n },
      { label: '2026-02-02', leastNanoUsd: 0n, limitNanoUsd: 100n },
    ]);
  });

  it('is negative beyond the limit, by one nano-dollar too', () => {
    expect(judged([limit(0, 1, 100n)], [billed(60n, 10), billed(41n, 20)])).toMatchObject([
      { leastNanoUsd: -1n },
    ]);
  });

  it('does not excuse what was billed before a limit was raised', () => {
    const course = [limit(0, 1, 100n), limit(50, 55, 1_000n)];
    expect(judged(course, [billed(101n, 49), billed(1n, 60)])).toMatchObject([{ leastNanoUsd: -1n }]);
    expect(judged(course, [billed(99n, 49), billed(2n, 60)])).toMatchObject([{ leastNanoUsd: 1n }]);
  });

  it('allows the old limit until the lower one was in force for certain, and what was spent under it', () => {
    const course = [limit(0, 1, 100n), limit(50, 55, 10n)];
    expect(judged(course, [billed(60n, 40), billed(40n, 54)])).toMatchObject([{ leastNanoUsd: 0n }]);
    expect(judged(course, [billed(11n, 70, { askedAt: 60 })])).toMatchObject([{ leastNanoUsd: -1n }]);
  });
});
