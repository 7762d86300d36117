import { TRPCClientError } from '@trpc/client';
import type { ErrorDetails } from '@weighbridge/api';

export type ClientErrorKind = ErrorDetails['kind'];

export interface ClientErrorOptions extends Omit<ErrorDetails, 'correlationId'> {
  message: string;
  correlationId?: string | null;
  cause?: unknown;
}

const MARKER = Symbol.for('weighbridge.client-error');

/**
 * What every call of the client rejects with. `code` is stable (`BUDGET_EXCEEDED`, `SPACE_MISMATCH`,
 * `GATEWAY_UNREACHABLE`, …), the message says what to do, and `facts` hold the figures behind it.
 */
export class WeighbridgeClientError extends Error {
  readonly code: string;
  readonly kind: ClientErrorKind;
  /** Whether the same call may succeed when it is simply made again later. */
  readonly retryable: boolean;
  /** Milliseconds after which trying again makes sense; null where that is not known. */
  readonly retryAfterMs: number | null;
  readonly facts: ErrorDetails['facts'];
  /** Finds the call in the gateway's log and ledger; null when the gateway was not reached. */
  readonly correlationId: string | null;

  constructor(options: ClientErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WeighbridgeClientError';
    this.code = options.code;
    this.kind = options.kind;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
    this.facts = options.facts;
    this.correlationId = options.correlationId ?? null;
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** True even when two copies of this module are loaded. */
  static isInstance(error: unknown): error is WeighbridgeClientError {
    return typeof error === 'object' && error !== null && MARKER in error;
  }
}

/**
 * Our error of whatever a call of the tRPC client threw. Use it around `client.trpc`; `embed`, `quote` and
 * `countTokens` do so themselves.
 */
export function toClientError(thrown: unknown, url: string): WeighbridgeClientError {
  if (WeighbridgeClientError.isInstance(thrown)) return thrown;
  const details = detailsOf(thrown);
  if (details) {
    return new WeighbridgeClientError({ ...details, message: (thrown as Error).message, cause: thrown });
  }
  if (wasAborted(thrown)) return cancelled(thrown);
  const network = networkCode(thrown);
  if (network !== undefined) return unreachable(url, network, thrown);
  return fromAnswer(thrown, url);
}

export function cancelled(cause?: unknown): WeighbridgeClientError {
  return new WeighbridgeClientError({
    code: 'CANCELLED',
    kind: 'cancelled',
    message: 'The call was cancelled. What was already paid for is kept; a rerun does not pay for it again.',
    retryable: false,
    retryAfterMs: null,
    facts: {},
    cause,
  });
}

/** Whether nothing of the call can have reached the gateway, so that making it again cannot pay twice. */
export function wasNeverSent(error: WeighbridgeClientError): boolean {
  return error.code === 'GATEWAY_UNREACHABLE' && error.facts.sent === 'no';
}

/** The codes of a connection that was never made. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function unreachable(url: string, network: string, cause: unknown): WeighbridgeClientError {
  const sent = NEVER_CONNECTED.has(network) ? 'no' : 'unknown';
  const message =
    sent === 'no'
      ? `No gateway answers at ${url} (${network}). Start one with "weighbridge start", or point the client at the right address.`
      : `The connection to the gateway at ${url} broke before it answered (${network}). What was already paid for is kept: make the call again when the gateway is up.`;
  return new WeighbridgeClientError({
    code: 'GATEWAY_UNREACHABLE',
    kind: 'unavailable',
    message,
    retryable: true,
    retryAfterMs: null,
    facts: { url, network, sent },
    cause,
  });
}

/** An answer that is not tRPC's: something in front of the gateway, or no gateway at all. */
function fromAnswer(thrown: unknown, url: string): WeighbridgeClientError {
  const status = statusOf(thrown);
  const at = status === undefined ? '' : ` (HTTP ${status})`;
  return new WeighbridgeClientError({
    code: 'BAD_ANSWER',
    kind: 'upstream',
    message: `What answers at ${url} does not answer as a Weighbridge gateway does${at}. Check the address, and any proxy in between.`,
    retryable: status !== undefined && status >= 502 && status <= 504,
    retryAfterMs: null,
    facts: { url, ...(status === undefined ? {} : { status }) },
    cause: thrown,
  });
}

/** The refusal in the body of an answer, as tRPC and the bulk route write it; undefined when it holds none. */
export function fromErrorBody(body: unknown): WeighbridgeClientError | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('data' in error)) return undefined;
  const details = detailsIn(error.data);
  const message = 'message' in error ? String(error.message) : (details?.code ?? '');
  return details && new WeighbridgeClientError({ ...details, message });
}

function detailsOf(thrown: unknown): ErrorDetails | undefined {
  return thrown instanceof TRPCClientError ? detailsIn(thrown.data) : undefined;
}

function detailsIn(data: unknown): ErrorDetails | undefined {
  if (typeof data !== 'object' || data === null || !('weighbridge' in data)) return undefined;
  const details = data.weighbridge;
  if (typeof details !== 'object' || details === null || !('code' in details)) return undefined;
  return details as ErrorDetails;
}

function* causes(thrown: unknown): Generator<Error> {
  let current = thrown;
  for (let depth = 0; depth < 6 && current instanceof Error; depth++) {
    yield current;
    current = current.cause;
  }
}

function wasAborted(thrown: unknown): boolean {
  for (const error of causes(thrown)) {
    if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  }
  return false;
}

/** The code of a socket's or resolver's failure somewhere among the causes. */
function networkCode(thrown: unknown): string | undefined {
  for (const error of causes(thrown)) {
    if ('code' in error && typeof error.code === 'string' && /^(E[A-Z_]+|UND_ERR_\w+)$/.test(error.code)) {
      return error.code;
    }
  }
  for (const error of causes(thrown)) {
    if (error instanceof TypeError && /fetch failed|terminated/i.test(error.message)) return 'NETWORK';
  }
  return undefined;
}

function statusOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof TRPCClientError)) return undefined;
  const response: unknown = thrown.meta?.response;
  return response instanceof Response ? response.status : undefined;
}
