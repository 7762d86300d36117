import { windowAt } from '@weighbridge/embeddings';
import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import { BUDGETS, type ScenarioBudget } from '../scenario/budgets.ts';
import { CLOCKS_CHANGE } from '../scenario/scenario.ts';
import { WindowLabels } from './window-label.ts';

const HOUR = 3_600_000;

/** Around the changes of clocks in Berlin, where two calendars are most likely to differ. */
const SPRING = Date.UTC(2026, 2, 29, 1);
const AUTUMN = Date.UTC(2026, 9, 25, 1);

describe('the judge’s calendar', () => {
  const odd: ScenarioBudget[] = BUDGETS.map((budget) => ({
    ...budget,
    id: `${budget.id}-odd`,
    timeZone: 'Europe/Berlin',
    resetTime: '17:30',
  }));

  it.each([...BUDGETS, ...odd])('agrees with the ledger’s on the windows of $id', (budget) => {
    const labels = new WindowLabels();
    const random = new Random(7);
    const near = (middle: number) => middle + Math.round(random.between(-40, 40) * HOUR);
    const instants = Array.from({ length: 150 }, () => near(random.pick([SPRING, AUTUMN, CLOCKS_CHANGE])));
    for (const [index, at] of instants.entries()) {
      const other = instants[index + 1] ?? at;
      const same = windowAt(budget, at).start === windowAt(budget, other).start;
      expect(labels.of(budget, at) === labels.of(budget, other)).toBe(same);
      expect(labels.of(budget, windowAt(budget, at).start)).toBe(labels.of(budget, at));
    }
  });

  it('tells the windows on both sides of an edge apart', () => {
    const labels = new WindowLabels();
    const [hour] = BUDGETS.filter(({ id }) => id === 'key-hour');
    const edge = Date.UTC(2026, 1, 1, 10, 30);
    expect(labels.of(hour!, edge - 1)).not.toBe(labels.of(hour!, edge));
    expect(labels.of(hour!, edge + HOUR - 1)).toBe(labels.of(hour!, edge));
  });
});
