import { WeighbridgeError } from './base.ts';

/** BRIEF's classes: what kind of failure it was decides whether to try again. */
export type FailureClass = 'transient' | 'rate_limit' | 'permanent' | 'unknown';

/**
 * Whether the provider billed the attempt. `no`: certainly not (refused connection, 4xx, 429, a 5xx with the
 * provider's own error body). `unknown`: it may have (timeout or reset after sending, a proxy's 502/504, a truncated 200).
 */
export type Billed = 'no' | 'unknown';

export type ProviderErrorCode =
  | 'PROVIDER_NOT_CONFIGURED'
  | 'PROVIDER_UNAUTHORIZED'
  | 'PROVIDER_RATE_LIMITED'
  | 'PROVIDER_QUOTA_EXHAUSTED'
  | 'PROVIDER_REJECTED'
  | 'PROVIDER_UNAVAILABLE'
  | 'PROVIDER_TIMEOUT'
  | 'PROVIDER_CONNECTION_LOST'
  | 'PROVIDER_BAD_ANSWER';

export interface ProviderErrorOptions {
  code: ProviderErrorCode;
  provider: string;
  message: string;
  failure: FailureClass;
  billed: Billed;
  status?: number;
  /** The provider's own request id, where it gave one. */
  providerRequestId?: string;
  /** How long the provider asked us to wait. */
  retryAfterMs?: number;
  cause?: unknown;
}

const RETRYABLE: ReadonlySet<FailureClass> = new Set(['transient', 'rate_limit']);

/** One attempt at a provider failed. Its message is ours: the provider's own words may quote a text. */
export class ProviderError extends WeighbridgeError {
  readonly provider: string;
  readonly failure: FailureClass;
  readonly billed: Billed;
  readonly status: number | undefined;
  readonly providerRequestId: string | undefined;

  constructor(options: ProviderErrorOptions) {
    super({
      code: options.code,
      kind: options.code === 'PROVIDER_TIMEOUT' ? 'timeout' : 'upstream',
      message: options.message,
      retryable: RETRYABLE.has(options.failure),
      ...(options.retryAfterMs === undefined ? {} : { retryAfterMs: options.retryAfterMs }),
      facts: {
        provider: options.provider,
        failure: options.failure,
        billed: options.billed,
        ...(options.status === undefined ? {} : { status: options.status }),
        ...(options.providerRequestId === undefined ? {} : { providerRequestId: options.providerRequestId }),
      },
      ...(options.cause === undefined ? {} : { cause: options.cause }),
    });
    this.provider = options.provider;
    this.failure = options.failure;
    this.billed = options.billed;
    this.status = options.status;
    this.providerRequestId = options.providerRequestId;
  }
}

/**
 * The failure of an attempt whose repetition was refused a hold. The refusal alone would say that nothing was sent, and
 * something was.
 */
export function notTriedAgain(failure: ProviderError, refusal: unknown): ProviderError {
  const { code, provider, message, billed, status, providerRequestId, retryAfterMs } = failure;
  const noRoom = WeighbridgeError.isInstance(refusal) && refusal.kind === 'budget';
  const why = noRoom
    ? `the ${refusal.facts.window} budget of ${refusal.facts.scope} has no room for another attempt`
    : 'no hold could be placed for another attempt';
  return new ProviderError({
    code: code as ProviderErrorCode,
    provider,
    message: `${message} It was not tried again: ${why}.`,
    failure: failure.failure,
    billed,
    ...(status === undefined ? {} : { status }),
    ...(providerRequestId === undefined ? {} : { providerRequestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    cause: failure,
  });
}
