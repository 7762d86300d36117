import type { BudgetStatus, Forecast } from '@weighbridge/embeddings';
import { describe, expect, it } from 'vitest';
import type { Finding } from './rules/finding.ts';
import { wordsFor } from './wording.ts';

const budget: BudgetStatus = {
  id: 'bud',
  scope: 'project:search',
  window: 'day',
  timeZone: 'Europe/Berlin',
  resetTime: '00:00',
  limitNanoUsd: 1_000_000_000n,
  createdAt: 0,
  windowStart: Date.UTC(2026, 10, 24, 23),
  resetsAt: Date.UTC(2026, 10, 25, 23),
  settledNanoUsd: 700_000_000n,
  heldNanoUsd: 139_000_000n,
  uncertainNanoUsd: 0n,
};
const forecast: Forecast = {
  expected: 1_400_000_000,
  low: 1_200_000_000,
  high: 1_600_000_000,
  runsOutAt: Date.UTC(2026, 10, 25, 20, 40),
  daysMeasured: 9,
};
const words = (finding: Finding) => wordsFor(finding, (scope) => `project “${scope.slice(8)}”`);
const threshold = { kind: 'threshold', budget, percent: 80, ended: false, forecast } as const;

describe('an alert reads', () => {
  it('at a threshold: which budget, what share of what, when it resets, and when it runs out', () => {
    expect(words(threshold)).toEqual({
      title: 'Project “search”: 83 % of the day budget is used',
      message:
        '$0.839 of $1.00 a day (83 %) is used: $0.70 settled, $0.139 held, $0.00 uncertain. It resets on 26 Nov 2026, 00:00 CET. At the recent pace it runs out on 25 Nov 2026, 21:40 CET.',
    });
  });

  it('at the limit: what happens now and until when', () => {
    const spent = { ...budget, settledNanoUsd: 861_000_000n };
    expect(words({ ...threshold, budget: spent, percent: 100 })).toEqual({
      title: 'Project “search”: the day budget is used up',
      message:
        '$1.00 of $1.00 a day (100 %) is used: $0.861 settled, $0.139 held, $0.00 uncertain. What the cache cannot answer is refused until it resets on 26 Nov 2026, 00:00 CET, or the limit is raised.',
    });
    const total = { ...spent, window: 'total', resetsAt: null } as const;
    expect(words({ ...threshold, budget: total, percent: 100 }).message).toContain(
      'is refused until the limit is raised.',
    );
  });

  it('after the window: in the past', () => {
    const { message } = words({ ...threshold, ended: true });
    expect(message).toContain('(83 %) was used');
    expect(message).toMatch(/It was reset on 26 Nov 2026, 00:00 CET\.$/);
  });

  it('for a forecast: when, how much, and how sure', () => {
    const told = words({ kind: 'forecast', budget, forecast: { ...forecast, daysMeasured: 1 } });
    expect(told).toEqual({
      title: 'Project “search”: the day budget is forecast to run out',
      message:
        'At the recent pace $1.00 a day runs out on 25 Nov 2026, 21:40 CET. $0.839 is used so far ($0.70 settled, $0.139 held, $0.00 uncertain); it would come to $1.40 (between $1.20 and $1.60) by 26 Nov 2026, 00:00 CET, when it resets. With so little history this is a guess.',
    });
  });

  it('for what is uncertain: how much, and what to do', () => {
    const shaky = { ...budget, uncertainNanoUsd: 125_000_000n };
    expect(words({ kind: 'uncertain', budget: shaky, percent: 10 })).toMatchObject({
      title: 'Project “search”: 12 % of the day budget is uncertain',
      message: expect.stringContaining('`weighbridge ledger resolve`'),
    });
    const all = {
      kind: 'uncertain',
      budget: null,
      nanoUsd: 2_000_000_000n,
      bound: 1_000_000_000n,
      day: 0,
    } as const;
    expect(words(all)).toMatchObject({
      title: '$2.00 is uncertain',
      message: expect.stringContaining('the bound is $1.00'),
    });
  });

  it('for an overrun and a gap: when, and by whom or why', () => {
    const by = [{ provider: 'openai', model: 'text-embedding-3-small', nanoUsd: 20_000_000n }];
    const told = words({ kind: 'overrun', day: Date.UTC(2026, 10, 25), by });
    expect(told.title).toBe('$0.02 more was metered than was held');
    expect(told.message).toContain('On 25 Nov 2026 (UTC): $0.02 by openai for text-embedding-3-small.');
    const gap = {
      id: 'gap_7',
      from: Date.UTC(2026, 10, 1),
      to: Date.UTC(2026, 10, 2),
      cause: 'restore',
      foundAt: 0,
      closedAt: null,
      billedNanoUsd: null,
    } as const;
    expect(words({ kind: 'gap', gap }).message).toContain(
      'between 1 Nov 2026, 00:00 UTC and 2 Nov 2026, 00:00 UTC is not known, because a backup was restored',
    );
  });
});
