import { expect, it } from 'vitest';
import { forOverview } from './for-overview.ts';

const budget = { id: 'bud', windowStart: '2026-11-25T00:00:00.000Z', limitNanoUsd: '1000' };
const facts = { budget: {}, windowStart: budget.windowStart, limitNanoUsd: '1000' };
const alert = { severity: 'warning', subject: 'bud', facts } as const;

it('shows three at most, critical ones first, and none that only informs', () => {
  const severities = ['info', 'warning', 'critical', 'warning', 'critical'] as const;
  const open = severities.map((severity, id) => ({ ...alert, id, severity }));
  expect(forOverview(open, [budget]).map(({ id }) => id)).toEqual([2, 4, 1]);
  expect(forOverview(open.slice(0, 1), [budget])).toEqual([]);
});

it('leaves out what no longer holds', () => {
  const shown = (changes: object, budgets = [budget]) =>
    forOverview([{ ...alert, ...changes }], budgets).length;
  expect(shown({})).toBe(1);
  expect(shown({}, [{ ...budget, limitNanoUsd: '2000' }])).toBe(0);
  expect(shown({}, [{ ...budget, windowStart: '2026-11-26T00:00:00.000Z' }])).toBe(0);
  expect(shown({}, [])).toBe(0);
  expect(shown({ subject: 'ledger', facts: { overrunNanoUsd: '5' } }, [])).toBe(1);
});
