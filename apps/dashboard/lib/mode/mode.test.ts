import { describe, expect, it } from 'vitest';
import { effectsOf } from './mode.ts';

const MOCK = 'mock/text-embedding-3-small/1536';
const OPENAI = 'openai/text-embedding-3-small/1536';

describe('effectsOf', () => {
  it('warns of money and of another space when real begins', () => {
    const effects = effectsOf({ from: 'mock', to: 'real', fromSpace: MOCK, toSpace: OPENAI, budgets: 2 });
    expect(effects.filter((effect) => effect.caution).map((effect) => effect.kind)).toEqual([
      'money',
      'space',
    ]);
    expect(effects.map((effect) => effect.text).join(' ')).toContain(`pinned to ${MOCK} will refuse`);
  });

  it('adds that nothing limits the spend when no budget is set', () => {
    const text = (budgets: number) =>
      effectsOf({ from: 'mock', to: 'real', fromSpace: MOCK, toSpace: OPENAI, budgets })
        .map((effect) => effect.text)
        .join(' ');
    expect(text(0)).toContain('No budget is set');
    expect(text(1)).not.toContain('No budget is set');
  });

  it('does not cry wolf when the space stays and spending ends', () => {
    const back = effectsOf({ from: 'real', to: 'mock', fromSpace: OPENAI, toSpace: MOCK, budgets: 0 });
    expect(back.find((effect) => effect.kind === 'money')).toMatchObject({ caution: false });
    const hybrid = effectsOf({ from: 'real', to: 'hybrid', fromSpace: OPENAI, toSpace: OPENAI, budgets: 1 });
    expect(hybrid.some((effect) => effect.caution)).toBe(false);
    expect(hybrid.some((effect) => effect.kind === 'fallback')).toBe(true);
  });

  it('always says when it takes effect and where it is written down', () => {
    for (const to of ['mock', 'real', 'hybrid'] as const) {
      const kinds = effectsOf({ from: 'mock', to, fromSpace: MOCK, toSpace: OPENAI, budgets: 1 }).map(
        (e) => e.kind,
      );
      expect(kinds).toContain('time');
      expect(kinds).toContain('record');
    }
  });
});
