import { WeighbridgeClientError } from '../errors.ts';

/**
 * A stream ended early. Every item before `position` was yielded; `embedStream(source, { startAt: position, space })`
 * goes on from there, and what was paid for beyond it is answered from the cache.
 */
export class EmbedStreamError extends WeighbridgeClientError {
  readonly position: number;
  /** The space that the run is pinned to; undefined when nothing was answered. */
  readonly space: string | undefined;

  constructor(cause: WeighbridgeClientError, position: number, space: string | undefined) {
    const { code, kind, retryable, retryAfterMs, facts, correlationId } = cause;
    super({
      code,
      kind,
      message: `${cause.message} The stream stopped at position ${position}: every item before it was yielded.`,
      retryable,
      retryAfterMs,
      facts: { ...facts, position, ...(space === undefined ? {} : { space }) },
      correlationId,
      cause,
    });
    this.name = 'EmbedStreamError';
    this.position = position;
    this.space = space;
  }
}

/** The source itself threw. */
export function sourceFailed(cause: unknown): WeighbridgeClientError {
  return new WeighbridgeClientError({
    code: 'SOURCE_FAILED',
    kind: 'bad_request',
    message: `The source of texts failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    retryable: false,
    retryAfterMs: null,
    facts: {},
    cause,
  });
}
