import { ProviderError } from '../../errors/provider.ts';

/** Failures that come before a byte of the request has left: no connection, or none that could be trusted. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
]);
const CERTIFICATE_CODE = /^(CERT_|UNABLE_TO_|ERR_TLS_CERT_)/;
const CONNECTING: ReadonlySet<string> = new Set(['connect', 'getaddrinfo']);
const TIMEOUTS: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const DEPTH = 8;

interface Trace {
  name: string | undefined;
  code: string | undefined;
  syscall: string | undefined;
  message: string;
}

/**
 * A failure without an HTTP status. Only where it is certain that nothing was sent is it not billed: a reset connection
 * may have carried the request, even when no byte came back (a kept-alive socket that the other side closed).
 */
export function classifyNetwork(provider: string, thrown: unknown): ProviderError {
  const traces = [...tracesOf(thrown, DEPTH)];
  const code = traces.find((trace) => trace.code !== undefined)?.code;
  const detail = code ? ` (${code})` : '';
  if (traces.some(isNeverConnected)) {
    return new ProviderError({
      code: 'PROVIDER_UNAVAILABLE',
      provider,
      failure: 'transient',
      billed: 'no',
      message: `"${provider}" cannot be reached${detail}. Nothing was sent or billed. Check the base URL and the network.`,
    });
  }
  if (traces.some((trace) => trace.code !== undefined && TIMEOUTS.has(trace.code)))
    return timedOut(provider, detail);
  if (traces.some(isNoHttp)) {
    return badAnswer(provider, `spoke no proper HTTP${detail}`);
  }
  return new ProviderError({
    code: 'PROVIDER_CONNECTION_LOST',
    provider,
    failure: 'transient',
    billed: 'unknown',
    message: `The connection to "${provider}" was lost${detail} after the request may have been sent. It may have been billed.`,
  });
}

export function timedOut(provider: string, detail = ''): ProviderError {
  return new ProviderError({
    code: 'PROVIDER_TIMEOUT',
    provider,
    failure: 'transient',
    billed: 'unknown',
    message: `"${provider}" did not answer in time${detail}. The request was sent and may have been billed.`,
  });
}

/** A 200 that cannot be read: something was done, and nothing says what. */
export function badAnswer(provider: string, what: string, providerRequestId?: string): ProviderError {
  return new ProviderError({
    code: 'PROVIDER_BAD_ANSWER',
    provider,
    failure: 'unknown',
    billed: 'unknown',
    message: `"${provider}" ${what}. The request may have been billed. Check that the base URL is that of an embeddings API.`,
    ...(providerRequestId === undefined ? {} : { providerRequestId }),
  });
}

function isNeverConnected({ code, syscall, message }: Trace): boolean {
  return (
    (syscall !== undefined && CONNECTING.has(syscall)) ||
    (code !== undefined && (NEVER_CONNECTED.has(code) || CERTIFICATE_CODE.test(code))) ||
    // Two that carry no code of their own: a port that fetch refuses to use, and a handshake that was cut off.
    message === 'bad port' ||
    message.includes('before secure TLS connection was established')
  );
}

function isNoHttp({ name, code }: Trace): boolean {
  return name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW';
}

/** Of an error, its causes and what it aggregates: fetch wraps the system's error once or twice. */
function* tracesOf(thrown: unknown, depth: number): Generator<Trace> {
  if (depth === 0 || typeof thrown !== 'object' || thrown === null) return;
  const { name, code, syscall, message, cause, errors } = thrown as Record<string, unknown>;
  yield {
    name: typeof name === 'string' ? name : undefined,
    code: typeof code === 'string' ? code : undefined,
    syscall: typeof syscall === 'string' ? syscall : undefined,
    message: typeof message === 'string' ? message : '',
  };
  yield* tracesOf(cause, depth - 1);
  if (Array.isArray(errors)) for (const error of errors) yield* tracesOf(error, depth - 1);
}
