import { describe, expect, it } from 'vitest';
import { budgetFor, runsOutAt, tightest } from './select.ts';

const budgets = [
  { id: 'a', scope: 'project:x', window: 'day', used: 0.85 },
  { id: 'b', scope: 'global', window: 'month', used: 0.9 },
  { id: 'c', scope: 'global', window: 'day', used: 0.1 },
  { id: 'd', scope: 'model:m', window: 'total', used: 1 },
];

describe('budgetFor', () => {
  it('takes the global budget of the window, not another scope’s', () => {
    expect(budgetFor(budgets, 'day')?.id).toBe('c');
    expect(budgetFor(budgets, 'month')?.id).toBe('b');
    expect(budgetFor([], 'day')).toBeUndefined();
  });
});

describe('tightest', () => {
  it('puts the fullest first, and leaves the list as it was', () => {
    const before = budgets.map(({ id }) => id);
    expect(tightest(budgets, 3).map(({ id }) => id)).toEqual(['d', 'b', 'a']);
    expect(tightest(budgets, 9)).toHaveLength(4);
    expect(tightest([], 3)).toEqual([]);
    expect(budgets.map(({ id }) => id)).toEqual(before);
  });
});

describe('runsOutAt', () => {
  it('forecasts nothing of what has happened', () => {
    const forecast = { runsOutAt: '2026-03-10T12:00:00.000Z' };
    expect(runsOutAt({ level: 'warning', forecast })).toBe(forecast.runsOutAt);
    expect(runsOutAt({ level: 'exhausted', forecast })).toBeNull();
    expect(runsOutAt({ level: 'ok', forecast: { runsOutAt: null } })).toBeNull();
    expect(runsOutAt({ level: 'ok', forecast: null })).toBeNull();
  });
});
