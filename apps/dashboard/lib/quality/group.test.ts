import { describe, expect, it } from 'vitest';
import type { QualityFailure } from '../trpc/types.ts';
import { groupFindings, inputsInWords, pageOfGroups } from './group.ts';

let id = 0;
const finding = (index: number, changes: Partial<QualityFailure> = {}): QualityFailure => {
  id += 1;
  return {
    id,
    at: '2026-03-10T12:00:00.000Z',
    code: 'ALL_ZERO',
    severity: 'error',
    figure: null,
    message: 'Every component is zero.',
    recommendation: 'Embed the text again.',
    index,
    project: 'search',
    provider: 'openai',
    model: 'm',
    space: 'openai/m/4',
    requestId: 'call',
    correlationId: 'c-1',
    ...changes,
  };
};

describe('groupFindings', () => {
  it('puts what one call and its retry found on several inputs together', () => {
    const [first] = [finding(4)];
    const [group, ...others] = groupFindings([first, finding(3), finding(1), finding(4)]);
    expect(others).toEqual([]);
    expect(group).toEqual({ first, inputs: [1, 3, 4], count: 4 });
  });

  it.each([
    ['another call', { correlationId: 'c-2' }],
    ['another code', { code: 'NOT_FINITE' }],
    ['another measurement', { message: 'The vector’s length is 7.' }],
    ['a warning', { severity: 'warning' as const }],
  ])('keeps %s apart', (_, changes) => {
    expect(groupFindings([finding(0), finding(1, changes), finding(2)])).toHaveLength(3);
  });

  it('has nothing to say about nothing', () => expect(groupFindings([])).toEqual([]));
});

describe('pageOfGroups', () => {
  /** As many calls, with so many findings each. */
  const calls = (count: number, findings: number) =>
    Array.from({ length: count * findings }, (_, at) =>
      finding(at % findings, { correlationId: `c-${Math.floor(at / findings)}` }),
    );

  it('has as many lines as a page, and the next begins after their last finding', () => {
    const items = calls(40, 3);
    const { groups, next } = pageOfGroups({ items, next: 7 });
    expect(groups).toHaveLength(25);
    expect(next).toBe(items[74]?.id);
  });

  it('is all there is when its lines are few', () => {
    expect(pageOfGroups({ items: calls(2, 90), next: 7 })).toMatchObject({
      groups: [{ count: 90 }, { count: 90 }],
      next: 7,
    });
    expect(pageOfGroups({ items: calls(25, 1), next: null })).toMatchObject({ next: null });
  });
});

it.each([
  [[3], 'input 3'],
  [[0, 1], 'inputs 0 and 1'],
  [[0, 1, 4], 'inputs 0, 1 and 4'],
  [[0, 1, 3, 4], 'inputs 0, 1, 3 and 4'],
  [[0, 1, 3, 4, 6, 9], 'inputs 0, 1, 3, 4 and 2 more'],
])('names %j', (inputs, words) => expect(inputsInWords(inputs)).toBe(words));
