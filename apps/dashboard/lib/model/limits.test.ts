import { describe, expect, it } from 'vitest';
import { NO_LIMITS, readLimits } from './limits.ts';

const typed = (changes: Partial<typeof NO_LIMITS>) => readLimits({ ...NO_LIMITS, ...changes });

describe('readLimits', () => {
  it('reads whole numbers, with the separators that people paste', () => {
    expect(typed({ dimensions: '1,024', maxTokensPerInput: ' 32 000 ' })).toEqual({
      limits: { dimensions: 1024, maxTokensPerInput: 32_000, maxInputs: 2048, maxTokensPerRequest: 300_000 },
      errors: {},
    });
  });

  it('waits for what is not written yet without calling it wrong', () => {
    expect(typed({})).toEqual({ limits: undefined, errors: {} });
    expect(typed({ dimensions: '8', maxInputs: ' ' })).toEqual({ limits: undefined, errors: {} });
  });

  it.each(['0', '-1', '1.5', '1e3', 'many'])('refuses %s', (dimensions) => {
    expect(typed({ dimensions })).toMatchObject({
      limits: undefined,
      errors: { dimensions: 'A whole number, 1 or more.' },
    });
  });

  it('knows what the gateway takes at most', () => {
    expect(typed({ dimensions: '65536' }).limits?.dimensions).toBe(65_536);
    expect(typed({ dimensions: '65537' }).errors).toEqual({ dimensions: 'At most 65,536.' });
  });

  it('refuses an input that no request could hold', () => {
    expect(typed({ dimensions: '8', maxTokensPerInput: '300001' })).toEqual({
      limits: undefined,
      errors: { maxTokensPerInput: 'More than a whole request takes.' },
    });
  });
});
