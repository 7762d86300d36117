import { describe, expect, it } from 'vitest';
import { bite } from './bite.ts';
import { torture } from './run/run.ts';

const RUN_TIMEOUT_MS = 180_000;

describe('torture', () => {
  it('finds every promise kept, where counting afterwards breaks its limits', {
    timeout: RUN_TIMEOUT_MS,
  }, async () => {
    const { verdict } = await torture({
      seconds: 8,
      naiveSeconds: 2.5,
      seed: 11,
      processes: 3,
      clients: 12,
      sabotage: null,
    });
    const failed = verdict.checks.filter(({ passed }) => !passed);
    expect(failed).toEqual([]);
    expect(verdict.passed).toBe(true);
    expect(verdict.ledger).toMatchObject({ overshotWindows: 0, overshootNanoUsd: '0' });
    expect(verdict.ledger.mostInFlight).toBeGreaterThan(1);
    expect(verdict.kills).toBeGreaterThan(0);
    expect(verdict.edges).toMatchObject({ months: 1, clockChanges: 1 });
    const ofTags = verdict.ledger.budgets.filter(({ scope }) => scope.startsWith('tag:'));
    expect(ofTags.map(({ windows }) => windows > 0)).toEqual([true, true]);
    expect(verdict.naive?.overshotWindows).toBeGreaterThan(0);
  });

  it.each(['atomic', 'recovery'] as const)(
    'has teeth: finds out a broken %s',
    { timeout: RUN_TIMEOUT_MS },
    async (name) => {
      const { asExpected, failed } = await bite(name, { seconds: 5, seed: 11 });
      expect({ asExpected, failed: failed.map((check) => check.name) }).toMatchObject({ asExpected: true });
    },
  );
});
