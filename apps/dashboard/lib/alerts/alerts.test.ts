import { describe, expect, it } from 'vitest';
import { type AlertBudget, alertsOf } from './alerts.ts';

const budget = (id: string, used: number, scope = 'global', window = 'day'): AlertBudget => ({
  id,
  scope,
  window,
  used,
  limitNanoUsd: '5000000000',
  level: used >= 1 ? 'exhausted' : used >= 0.8 ? 'warning' : 'ok',
  resetsAt: null,
});

const quiet = { budgets: [], overrunNanoUsd: '0', recoveredUncertain: 0, nameOf: (scope: string) => scope };
const idsOf = (budgets: AlertBudget[]) => alertsOf({ ...quiet, budgets }).map((alert) => alert.id);

describe('alertsOf', () => {
  it('is silent while nothing needs a look', () => {
    expect(alertsOf({ ...quiet, budgets: [budget('day', 0.5)] })).toEqual([]);
  });

  it('leaves a tight budget to the reading that shows it, but not an exhausted one', () => {
    expect(idsOf([budget('day', 0.9), budget('month', 0.95, 'global', 'month')])).toEqual([]);
    expect(idsOf([budget('day', 1)])).toEqual(['day']);
  });

  it('names other budgets from 80 %, exhausted ones first', () => {
    const others = [
      budget('a', 0.85, 'project:a'),
      budget('b', 1, 'project:b', 'total'),
      budget('c', 0.2, 'project:c'),
    ];
    expect(idsOf(others)).toEqual(['b', 'a']);
    const [first, second] = alertsOf({ ...quiet, budgets: others, nameOf: (scope) => `<${scope}>` });
    expect(first).toMatchObject({ subject: '<project:b>', tone: 'bad' });
    expect(first?.text).toBe('has used up its $5.00 in total: what the cache cannot answer is refused');
    expect(second?.text).toBe('has used 85% of its $5.00 for the day');
  });

  it('speaks of an overrun and of requests that a crash left open', () => {
    const alerts = alertsOf({ ...quiet, overrunNanoUsd: '20000000', recoveredUncertain: 1 });
    expect(alerts.map(({ id, tone }) => [id, tone])).toEqual([
      ['overrun', 'bad'],
      ['recovered', 'warn'],
    ]);
    expect(alerts[0]?.text).toContain('$0.02 more');
    expect(`${alerts[1]?.subject} ${alerts[1]?.text}`).toContain('1 request was out');
  });
});
