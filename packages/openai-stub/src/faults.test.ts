import { describe, expect, it } from 'vitest';
import { FAULT_KINDS, type FaultTarget, spoilsItems } from './fault-kinds.ts';
import { Faults } from './faults.ts';

const target = (...texts: string[]): FaultTarget => ({
  model: 'm',
  dimensions: 8,
  texts,
  tokens: texts.length,
  clientRequestId: null,
});

/** The kinds that strike so many equal requests in turn. */
const strikes = (faults: Faults, count: number, request = target('text')) =>
  Array.from({ length: count }, () => faults.choose(request)?.kind ?? null);

describe('Faults', () => {
  it('strikes nothing until told to', () => {
    expect(strikes(new Faults(), 3)).toEqual([null, null, null]);
  });

  it('next: in the order programmed, so many times, after so many', () => {
    const faults = new Faults();
    faults.next('hang', { times: 2 });
    faults.next('server_error', { after: 2 });
    expect(faults.list()).toEqual([
      { mode: 'next', kind: 'hang', times: 2 },
      { mode: 'next', kind: 'server_error', times: 1 },
    ]);
    expect(strikes(faults, 6)).toEqual(['hang', 'hang', null, null, 'server_error', null]);
    expect(faults.list()).toEqual([]);
  });

  it('always: until cleared, after every next', () => {
    const faults = new Faults();
    faults.always('overloaded');
    faults.next('hang');
    expect(strikes(faults, 3)).toEqual(['hang', 'overloaded', 'overloaded']);
    faults.clear();
    expect(strikes(faults, 2)).toEqual([null, null]);
  });

  it('random: the same for a seed, as often as asked for', () => {
    const draw = (seed: number) => {
      const faults = new Faults();
      faults.random({ hang: 0.2, server_error: { probability: 0.1, delayMs: 5 } }, seed);
      return strikes(faults, 2000);
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const count = (kind: string | null) => draw(7).filter((struck) => struck === kind).length;
    expect(count('hang')).toBeGreaterThan(340);
    expect(count('hang')).toBeLessThan(460);
    expect(count('server_error')).toBeGreaterThan(150);
    expect(count('server_error')).toBeLessThan(250);
    expect(count('hang') + count('server_error') + count(null)).toBe(2000);
  });

  it('matches on what is asked for, and uses nothing up otherwise', () => {
    const faults = new Faults();
    faults.next('hang', { match: { contains: 'poison', model: 'm', minInputs: 2 } });
    faults.next('slow', { match: ({ tokens }) => tokens === 5 });
    faults.next('nan', { match: { clientRequestId: 'me' } });
    expect(faults.choose(target('poison'))).toBeNull();
    expect(faults.choose({ ...target('a', 'poison'), model: 'n' })).toBeNull();
    expect(faults.choose({ ...target('a'), clientRequestId: 'you' })).toBeNull();
    expect(faults.choose(target('a', 'some poison here'))?.kind).toBe('hang');
    expect(faults.choose({ ...target('a'), tokens: 5 })?.kind).toBe('slow');
    expect(faults.choose({ ...target('a'), clientRequestId: 'me' })?.kind).toBe('nan');
    expect(faults.list()).toEqual([]);
  });

  it('aims at items by position or by text, and spares requests without one', () => {
    const faults = new Faults();
    faults.always('nan', { items: [2, 0, 9] });
    expect(faults.choose(target('a', 'b', 'c', 'd'))?.items).toEqual([0, 2]);
    faults.clear();
    faults.next('zero_vector', { itemsContaining: 'bad' });
    expect(faults.choose(target('good'))).toBeNull();
    expect(faults.choose(target('good', 'bad', 'too bad'))?.items).toEqual([1, 2]);
    faults.next('nan');
    expect(faults.choose(target('a', 'b'))?.items).toEqual([0, 1]);
    faults.next('missing_index');
    expect(faults.choose(target('a', 'b'))?.items).toEqual([0]);
  });

  it('knows which kinds spoil single items', () => {
    expect(FAULT_KINDS.filter(spoilsItems)).toEqual([
      'wrong_dimensions',
      'nan',
      'infinity',
      'zero_vector',
      'mostly_zero',
      'constant_vector',
      'repeated_values',
      'wrong_norm',
      'missing_index',
      'duplicate_index',
      'wrong_index',
    ]);
  });

  it('refuses what makes no sense, and says what', () => {
    const faults = new Faults();
    const badly = (wrong: () => void) =>
      expect(wrong).toThrowError(expect.objectContaining({ code: 'bad_option' }));
    badly(() => faults.next('nope' as 'hang'));
    badly(() => faults.next('hang', { times: 0 }));
    badly(() => faults.next('hang', { after: -1 }));
    badly(() => faults.next('slow', { delayMs: -1 }));
    badly(() => faults.next('rate_limit', { retryAfterMs: Number.NaN }));
    badly(() => faults.next('wrong_usage', { factor: -1 }));
    badly(() => faults.next('wrong_dimensions', { dimensions: 1.5 }));
    badly(() => faults.next('nan', { items: [-1] }));
    badly(() => faults.next('server_error', { items: [0] }));
    badly(() => faults.random({ hang: 1.1 }));
    badly(() => faults.random({ hang: 0.6, slow: 0.6 }));
    badly(() => faults.random({ nope: 0.1 } as Record<string, number>));
    expect(faults.list()).toEqual([]);
  });
});
