import { describe, expect, test } from 'vitest';
import { classifyNetwork } from './classify-network.ts';

function systemError(code: string, syscall?: string, message = code): Error {
  return Object.assign(new Error(message), { code, ...(syscall === undefined ? {} : { syscall }) });
}

/** As the SDK wraps what fetch wraps. */
function wrapped(cause: unknown): Error {
  return new Error('Connection error.', { cause: new TypeError('fetch failed', { cause }) });
}

describe('failures that a real server cannot be made to give here', () => {
  test.each([
    ['a name that cannot be resolved', systemError('EAI_AGAIN', 'getaddrinfo')],
    ['a connection that times out', systemError('UND_ERR_CONNECT_TIMEOUT')],
    ['a connect that the system times out', systemError('ETIMEDOUT', 'connect')],
    ['an unreachable host', systemError('EHOSTUNREACH', 'connect')],
    ['an unreachable network', systemError('ENETUNREACH', 'connect')],
    ['a self-signed certificate', systemError('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['an expired certificate', systemError('CERT_HAS_EXPIRED')],
    ['a certificate of another host', systemError('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['a certificate that cannot be verified', systemError('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    [
      'all addresses of a host refused',
      Object.assign(
        new AggregateError([systemError('ECONNREFUSED', 'connect'), systemError('EHOSTUNREACH', 'connect')]),
        {
          code: 'ECONNREFUSED',
        },
      ),
    ],
  ])('%s was never sent, so it was not billed', (_, cause) => {
    expect(classifyNetwork('openai', wrapped(cause))).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      failure: 'transient',
      billed: 'no',
      retryable: true,
    });
  });

  test.each([
    ['a reset while reading', systemError('ECONNRESET', 'read')],
    ['a reset without a system call, as on a kept-alive socket', systemError('ECONNRESET')],
    ['a broken pipe', systemError('EPIPE', 'write')],
    ['a socket that the other side closed', systemError('UND_ERR_SOCKET')],
    ['a host that became unreachable', systemError('EHOSTUNREACH', 'read')],
    ['something never heard of', systemError('EWHATEVER')],
    ['no error at all', undefined],
    ['a thrown string', 'ECONNREFUSED'],
  ])('%s may have been billed', (_, cause) => {
    expect(classifyNetwork('openai', wrapped(cause))).toMatchObject({
      code: 'PROVIDER_CONNECTION_LOST',
      failure: 'transient',
      billed: 'unknown',
    });
  });

  test.each(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])(
    '%s is a timeout that may have been billed',
    (code) => {
      expect(classifyNetwork('openai', wrapped(systemError(code)))).toMatchObject({
        code: 'PROVIDER_TIMEOUT',
        billed: 'unknown',
      });
    },
  );

  test('an error that is its own cause ends', () => {
    const error = new Error('loop');
    error.cause = error;
    expect(classifyNetwork('openai', error).billed).toBe('unknown');
  });
});
