import { describe, expect, it } from 'vitest';
import { readLimit } from './limit.ts';

const codeOf = (input: Parameters<typeof readLimit>[0]) => {
  try {
    readLimit(input);
    return 'accepted';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('readLimit', () => {
  it('reads both forms exactly', () => {
    expect(readLimit({ limitUsd: '0.50' })).toBe(500_000_000n);
    expect(readLimit({ limitUsd: '$0.000000001' })).toBe(1n);
    expect(readLimit({ limitNanoUsd: '9007199254740993' })).toBe(9007199254740993n);
  });

  it.each([
    ['zero dollars', { limitUsd: '0' }],
    ['zero dollars with decimals', { limitUsd: '0.00' }],
    ['negative dollars', { limitUsd: '-1' }],
    ['negative dollars with a sign', { limitUsd: '$-0.5' }],
    ['zero nano-USD', { limitNanoUsd: '0' }],
    ['negative nano-USD', { limitNanoUsd: '-5' }],
    ['both forms', { limitUsd: '1', limitNanoUsd: '1' }],
    ['neither form', {}],
    ['more than a 64-bit integer holds', { limitUsd: '999999999999' }],
  ])('refuses %s', (_name, input) => {
    expect(codeOf(input)).toBe('INVALID_BUDGET');
  });

  it.each(['', 'a lot', '1e3', '0.0000000001', '--1'])('refuses the amount "%s"', (limitUsd) => {
    expect(codeOf({ limitUsd })).toBe('INVALID_AMOUNT');
  });
});
