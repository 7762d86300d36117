import { TRPCError } from '@trpc/server';
import { InputError } from '@weighbridge/embeddings';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { toWeighbridgeError } from './errors.ts';

function contextWithLog() {
  const reported: unknown[] = [];
  const services = { reportUnexpected: (error: unknown) => reported.push(error) };
  return { ctx: { services, correlationId: 'cor_1' } as unknown as ApiContext, reported };
}

const zodErrorOf = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error;

describe('toWeighbridgeError', () => {
  it('keeps our errors, also inside a TRPCError', () => {
    const { ctx } = contextWithLog();
    const ours = new InputError('EMPTY_INPUT', 'Input 0 is empty.');
    expect(toWeighbridgeError(ours, ctx)).toBe(ours);
    expect(toWeighbridgeError(new TRPCError({ code: 'BAD_REQUEST', cause: ours }), ctx)).toBe(ours);
  });

  it('names the input that is no string', () => {
    const { ctx } = contextWithLog();
    const cause = zodErrorOf(z.object({ inputs: z.array(z.string()) }), { inputs: ['a', 5] });
    const error = toWeighbridgeError(new TRPCError({ code: 'BAD_REQUEST', cause }), ctx);
    expect(error).toMatchObject({ code: 'INVALID_INPUT', facts: { index: 1 } });
  });

  it('takes an answer that breaks its schema for our own fault', () => {
    const { ctx, reported } = contextWithLog();
    const cause = zodErrorOf(z.object({ inputs: z.string() }), {});
    const error = toWeighbridgeError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }), ctx);
    expect(error.code).toBe('INTERNAL');
    expect(reported).toEqual([cause]);
  });

  it('never repeats the text of what it does not know', () => {
    const { ctx, reported } = contextWithLog();
    const secret = new Error('the text was: my diary');
    const error = toWeighbridgeError(secret, ctx);
    expect(error).toMatchObject({ code: 'INTERNAL', kind: 'internal' });
    expect(error.message).not.toContain('diary');
    expect(error.message).toContain('cor_1');
    expect(reported).toEqual([secret]);
  });

  it('never repeats what could not be parsed', () => {
    const { ctx, reported } = contextWithLog();
    const cause = new SyntaxError('Unexpected token m, "my diary" is not valid JSON');
    const error = toWeighbridgeError(
      new TRPCError({ code: 'BAD_REQUEST', message: cause.message, cause }),
      ctx,
    );
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', kind: 'bad_request' });
    expect(error.message).not.toContain('diary');
    expect(reported).toEqual([]);
  });

  it('keeps what the transport says of paths and methods', () => {
    const { ctx } = contextWithLog();
    const error = toWeighbridgeError(new TRPCError({ code: 'NOT_FOUND', message: 'No procedure' }), ctx);
    expect(error).toMatchObject({ code: 'NOT_FOUND', kind: 'not_found' });
  });
});
