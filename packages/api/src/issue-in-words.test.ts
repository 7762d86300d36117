import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issueInWords } from './issue-in-words.ts';

const complaint = (schema: z.ZodType, value: unknown) => {
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  return issue && issueInWords(issue);
};

describe('a complaint of a schema', () => {
  it.each([
    [z.string().min(1), '', 'it is empty'],
    [z.string().min(3), 'a', 'write at least 3 characters'],
    [z.string().max(1000), 'a'.repeat(1001), 'write at most 1,000 characters'],
    [z.string(), 5, 'write a string'],
    [z.string(), undefined, 'it is missing'],
    [z.number(), 'a', 'write a number'],
    [z.number().int(), 1.5, 'write a whole number'],
    [z.number().min(1), 0, 'it must be at least 1'],
    [z.number().positive(), 0, 'it must be more than 0'],
    [z.number().max(2048), 5000, 'it must be at most 2,048'],
    [z.number().lt(8), 8, 'it must be less than 8'],
    [z.boolean(), 1, 'write true or false'],
    [z.array(z.string()), 'a', 'write a list'],
    [z.array(z.string()).min(1), [], 'give at least 1 item'],
    [z.array(z.string()).max(1), ['a', 'b'], 'give at most 1 item'],
    [z.object({}), 'a', 'write an object'],
    [z.enum(['mock', 'real']), 'fast', 'use one of mock, real'],
  ])('%#: says what is allowed', (schema, value, words) => {
    expect(complaint(schema, value)).toBe(words);
  });

  it('has the words of the schema where it brings some', () => {
    expect(complaint(z.string().max(1, { error: 'a letter will do' }), 'ab')).toBe('a letter will do');
    expect(complaint(z.string().regex(/^a$/, { error: 'it must be an a' }), 'b')).toBe('it must be an a');
  });
});
