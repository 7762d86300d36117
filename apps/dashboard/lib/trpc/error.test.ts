import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { unreachableResponse } from '../gateway/unreachable.ts';
import { explain, needsSignIn } from './error.ts';

const gatewayError = (code: string, correlationId: string | null = null) =>
  TRPCClientError.from({
    error: {
      message: 'What happened and what to do.',
      code: -32603,
      data: { code: 'X', httpStatus: 400, weighbridge: { code, correlationId } },
    },
  } as never);

describe('explain', () => {
  it('keeps the gateway’s words, code and correlation id', () => {
    expect(explain(gatewayError('BUDGET_EXCEEDED', 'c-1'))).toEqual({
      code: 'BUDGET_EXCEEDED',
      message: 'What happened and what to do.',
      correlationId: 'c-1',
    });
  });

  it('reads the answer that the proxy gives when the gateway is down', async () => {
    const body = await unreachableResponse('http://127.0.0.1:4100').json();
    expect(explain(TRPCClientError.from(body))).toMatchObject({
      code: 'GATEWAY_UNREACHABLE',
      message: expect.stringContaining('Start it with'),
    });
  });

  it('never shows the text of an error it does not know', () => {
    expect(explain(new TypeError('fetch failed: secret')).message).not.toContain('secret');
    expect(explain('thrown text').code).toBe('NO_ANSWER');
  });
});

describe('needsSignIn', () => {
  it('is true only of a missing session', () => {
    expect(needsSignIn(gatewayError('NOT_SIGNED_IN'))).toBe(true);
    expect(needsSignIn(gatewayError('WRONG_PASSWORD'))).toBe(false);
    expect(needsSignIn(new Error('x'))).toBe(false);
  });
});
