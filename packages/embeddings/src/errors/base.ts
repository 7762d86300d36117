/**
 * How an API should present an error. `kind` decides the transport's status code; the core itself knows no transport.
 */
export type ErrorKind =
  | 'bad_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'budget'
  | 'rate_limited'
  | 'upstream'
  | 'unavailable'
  | 'timeout'
  | 'cancelled'
  | 'internal';

/** JSON-safe facts about an error. Amounts are decimal strings of nano-USD; texts of users never stand here. */
export type ErrorFacts = Readonly<Record<string, unknown>>;

export interface WeighbridgeErrorOptions {
  code: string;
  kind: ErrorKind;
  message: string;
  /** Whether the same call may succeed when it is simply made again later. */
  retryable?: boolean;
  /** Milliseconds after which trying again makes sense, where that is known. */
  retryAfterMs?: number;
  facts?: ErrorFacts;
  /** Of the call that it ended, where that brought an id of its own. */
  correlationId?: string;
  cause?: unknown;
}

const MARKER = Symbol.for('weighbridge.error');

/** Every error we throw on purpose: a stable `code`, a message that says what, where and what to do, and facts. */
export class WeighbridgeError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly facts: ErrorFacts;
  readonly correlationId: string | undefined;

  constructor(options: WeighbridgeErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.kind = options.kind;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.facts = options.facts ?? {};
    this.correlationId = options.correlationId;
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** True for our errors even when two copies of this module are loaded. */
  static isInstance(error: unknown): error is WeighbridgeError {
    return typeof error === 'object' && error !== null && MARKER in error;
  }
}

/** What crosses a worker or process boundary; `reviveError` makes a WeighbridgeError of it again. */
export interface SerialisedError {
  code: string;
  kind: ErrorKind;
  name: string;
  message: string;
  retryable: boolean;
  retryAfterMs: number | undefined;
  facts: ErrorFacts;
}

export function serialiseError(error: WeighbridgeError): SerialisedError {
  const { code, kind, name, message, retryable, retryAfterMs, facts } = error;
  return { code, kind, name, message, retryable, retryAfterMs, facts };
}

export function reviveError(data: SerialisedError): WeighbridgeError {
  const { retryAfterMs, ...rest } = data;
  const error = new WeighbridgeError({ ...rest, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  error.name = data.name;
  return error;
}
