import { describe, expect, it } from 'vitest';
import { correlationIdOf } from './correlation.ts';

const newId = (prefix: string) => `${prefix}_new`;

describe('correlationIdOf', () => {
  it('keeps what can be used', () => {
    expect(correlationIdOf({ 'x-correlation-id': 'job-7/batch:3' }, newId)).toBe('job-7/batch:3');
    expect(correlationIdOf({ 'x-weighbridge-correlation-id': 'a' }, newId)).toBe('a');
  });

  it.each([undefined, '', 'two words', 'ä', 'x'.repeat(129)])('makes a new one for %s', (given) => {
    expect(correlationIdOf({ 'x-correlation-id': given }, newId)).toBe('cor_new');
  });
});
