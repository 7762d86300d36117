import type { AlertKey } from '@weighbridge/db';
import type { BudgetStatus, Forecast } from '@weighbridge/embeddings';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastToExceed, thresholdReached, uncertainShare } from './budget.ts';
import { type Finding, keyOf, severityOf } from './finding.ts';

const budget = (changes: Partial<BudgetStatus> = {}): BudgetStatus => ({
  id: 'bud',
  scope: 'global',
  window: 'day',
  timeZone: 'UTC',
  resetTime: '00:00',
  limitNanoUsd: 1000n,
  createdAt: 0,
  windowStart: 0,
  resetsAt: 86_400_000,
  settledNanoUsd: 0n,
  heldNanoUsd: 0n,
  uncertainNanoUsd: 0n,
  ...changes,
});

const percentOf = (finding: Finding | null) =>
  finding?.kind === 'threshold' || (finding?.kind === 'uncertain' && finding.budget) ? finding.percent : null;

const ofWindow = (told: readonly AlertKey[], { windowStart, limitNanoUsd }: BudgetStatus) =>
  told.filter((key) => key.windowStart === windowStart && key.limitNanoUsd === limitNanoUsd);

describe('thresholds', () => {
  const reached = (used: bigint, told: AlertKey[] = [], thresholds = [50, 80, 100]) =>
    percentOf(thresholdReached(budget({ settledNanoUsd: used }), { thresholds }, told));

  it('are reached at exactly their share, counted in whole nano-dollars', () => {
    expect([499n, 500n, 799n, 800n, 999n, 1000n, 5000n].map((used) => reached(used))).toEqual([
      null,
      50,
      50,
      80,
      80,
      100,
      100,
    ]);
    const huge = budget({ limitNanoUsd: 10n ** 18n, settledNanoUsd: 8n * 10n ** 17n - 1n });
    expect(percentOf(thresholdReached(huge, { thresholds: [79, 80] }, []))).toBe(79);
    expect(reached(1000n, [], [])).toBeNull();
  });

  it('count what is held and uncertain', () => {
    const status = budget({ settledNanoUsd: 300n, heldNanoUsd: 100n, uncertainNanoUsd: 100n });
    expect(percentOf(thresholdReached(status, { thresholds: [50] }, []))).toBe(50);
  });

  it('that one charge jumps over are told as the highest alone, and never afterwards', () => {
    expect(reached(1000n)).toBe(100);
    const told = [keyOf(thresholdReached(budget({ settledNanoUsd: 1000n }), { thresholds: [50, 100] }, [])!)];
    expect([600n, 900n, 1000n].map((used) => reached(used, told))).toEqual([null, null, null]);
  });

  it('are each told once for a window and limit, and none is missed, whatever the order of events', () => {
    const event = fc.oneof(
      fc.record({ spend: fc.bigInt(-400n, 900n) }),
      fc.record({ limit: fc.constantFrom(500n, 1000n, 2000n) }),
      fc.record({ window: fc.constant(true) }),
    );
    const thresholds = fc.uniqueArray(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(thresholds, fc.array(event, { maxLength: 60 }), (list, events) => {
        let status = budget();
        const told: AlertKey[] = [];
        for (const happened of events) {
          if ('limit' in happened) status = { ...status, limitNanoUsd: happened.limit };
          else if ('window' in happened)
            status = { ...status, windowStart: status.windowStart + 1, settledNanoUsd: 0n };
          else {
            const settledNanoUsd = status.settledNanoUsd + happened.spend;
            status = { ...status, settledNanoUsd: settledNanoUsd < 0n ? 0n : settledNanoUsd };
          }
          const finding = thresholdReached(status, { thresholds: list }, told);
          if (finding) {
            const key = keyOf(finding);
            // It is true, and news.
            expect(status.settledNanoUsd * 100n >= status.limitNanoUsd * BigInt(key.threshold)).toBe(true);
            for (const other of ofWindow(told, status))
              expect(key.threshold).toBeGreaterThan(other.threshold);
            told.push(key);
          }
          const highest = Math.max(
            0,
            ...list.filter((one) => status.settledNanoUsd * 100n >= status.limitNanoUsd * BigInt(one)),
          );
          const known = Math.max(0, ...ofWindow(told, status).map(({ threshold }) => threshold));
          expect(known).toBeGreaterThanOrEqual(highest);
        }
        expect(new Set(told.map((key) => Object.values(key).join())).size).toBe(told.length);
      }),
      { numRuns: 300 },
    );
  });

  it('are told again in another window and for another limit', () => {
    const told = [keyOf(thresholdReached(budget({ settledNanoUsd: 1000n }), { thresholds: [100] }, [])!)];
    const again = (changes: Partial<BudgetStatus>) =>
      percentOf(thresholdReached(budget({ settledNanoUsd: 3000n, ...changes }), { thresholds: [100] }, told));
    expect(again({})).toBeNull();
    expect(again({ windowStart: 86_400_000 })).toBe(100);
    expect(again({ limitNanoUsd: 3000n })).toBe(100);
  });

  it.each([
    [50, 'info'],
    [79, 'info'],
    [80, 'warning'],
    [99, 'warning'],
    [100, 'critical'],
    [120, 'critical'],
  ])('of %s percent are %s', (percent, severity) => {
    const finding = thresholdReached(budget({ settledNanoUsd: 2000n }), { thresholds: [percent] }, [])!;
    expect(severityOf(finding)).toBe(severity);
  });
});

describe('a forecast', () => {
  const forecast = (changes: Partial<Forecast> = {}): Forecast => ({
    expected: 1500,
    low: 1200,
    high: 1700,
    runsOutAt: 5_000,
    daysMeasured: 9,
    ...changes,
  });

  it('that passes the limit is told once, as a warning where it was measured', () => {
    const finding = forecastToExceed(budget({ settledNanoUsd: 400n }), forecast(), []);
    expect(finding && severityOf(finding)).toBe('warning');
    expect(forecastToExceed(budget(), forecast(), [keyOf(finding!)])).toBeNull();
    const guess = forecastToExceed(budget(), forecast({ daysMeasured: 2 }), []);
    expect(guess && severityOf(guess)).toBe('info');
  });

  it('is silent where nothing runs out, and where everything has', () => {
    expect(forecastToExceed(budget(), null, [])).toBeNull();
    expect(forecastToExceed(budget(), forecast({ runsOutAt: null }), [])).toBeNull();
    expect(forecastToExceed(budget({ settledNanoUsd: 1000n }), forecast(), [])).toBeNull();
  });
});

describe('an uncertain share', () => {
  const share = (uncertainNanoUsd: bigint, uncertainPercent: number | null, told: AlertKey[] = []) =>
    uncertainShare(budget({ uncertainNanoUsd }), { uncertainPercent }, told);

  it('is told from the bound on, once', () => {
    expect(share(99n, 10)).toBeNull();
    expect(percentOf(share(100n, 10))).toBe(10);
    expect(share(100n, 10, [keyOf(share(100n, 10)!)])).toBeNull();
    expect(share(999n, null)).toBeNull();
    expect(share(0n, 1)).toBeNull();
  });
});
