import type { AnswerStore } from '@weighbridge/db';
import { IdempotencyError, WeighbridgeError } from '@weighbridge/embeddings';

/** An answer as it goes over the wire. */
export interface WireAnswer {
  headers: Readonly<Record<string, string>>;
  /** Headers that are true at this moment only, and not repeated. */
  passing?: Readonly<Record<string, string>>;
  body: Uint8Array | string;
  /** False for what is answered but must not be repeated, such as failures of single items. */
  keep?: boolean;
}

export interface IdempotentRequest {
  /** See `answerId`. */
  id: Uint8Array;
  /** Keyed hash of what is asked. */
  fingerprint: Uint8Array;
  /** Aborts when this client stops waiting. */
  signal: AbortSignal;
}

/** How the request that is under way under an id ended. */
type Ending = { answer: WireAnswer } | { error: unknown };

interface Flight {
  fingerprint: Uint8Array;
  ended: Promise<Ending>;
}

/** Endings that are one client's own: whoever else waits tries for itself. */
const OWN_ENDINGS: ReadonlySet<string> = new Set(['CANCELLED', 'DEADLINE_EXCEEDED']);

/**
 * Gives every request under one id the same answer. Answers are kept, errors are not; a crash under way leaves nothing, so
 * that the next try runs, and finds in the cache what was paid for.
 */
export class Idempotency {
  readonly #answers: AnswerStore;
  readonly #onError: (error: unknown, what: string) => void;
  readonly #flying = new Map<string, Flight>();

  constructor(answers: AnswerStore, onError: (error: unknown, what: string) => void) {
    this.#answers = answers;
    this.#onError = onError;
  }

  /**
   * @throws IdempotencyError IDEMPOTENCY_KEY_REUSED for another request, IDEMPOTENT_ANSWER_EVICTED; StorageError when it
   * cannot be known whether there was an answer; what `run` throws
   */
  async once(
    request: IdempotentRequest,
    run: () => Promise<WireAnswer>,
  ): Promise<WireAnswer & { replayed: boolean }> {
    const name = Buffer.from(request.id).toString('latin1');
    for (;;) {
      const flight = this.#flying.get(name);
      if (!flight) return this.#lead(name, request, run);
      assertSame(flight.fingerprint, request);
      const ending = await Promise.race([flight.ended, departure(request.signal)]);
      if ('answer' in ending) return { ...ending.answer, replayed: true };
      if (!isOwnEnding(ending.error) || request.signal.aborted) throw ending.error;
    }
  }

  async #lead(
    name: string,
    request: IdempotentRequest,
    run: () => Promise<WireAnswer>,
  ): Promise<WireAnswer & { replayed: boolean }> {
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.#flying.set(name, { fingerprint: request.fingerprint, ended: promise });
    try {
      const kept = await this.#replay(request);
      const answer = kept ?? (await run());
      if (!kept && answer.keep !== false) await this.#keep(request, answer);
      resolve({ answer });
      return { ...answer, replayed: kept !== undefined };
    } catch (error) {
      resolve({ error });
      throw error;
    } finally {
      this.#flying.delete(name);
    }
  }

  async #replay(request: IdempotentRequest): Promise<WireAnswer | undefined> {
    const kept = await this.#answers.find(request.id);
    if (!kept) return undefined;
    assertSame(kept.fingerprint, request);
    if (!kept.body) throw new IdempotencyError('IDEMPOTENT_ANSWER_EVICTED');
    return { headers: kept.headers, body: kept.body };
  }

  /** An answer that was paid for is given even when it cannot be kept. */
  async #keep({ id, fingerprint }: IdempotentRequest, { headers, body }: WireAnswer): Promise<void> {
    try {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      await this.#answers.keep(id, { fingerprint, headers, body: bytes });
    } catch (error) {
      this.#onError(error, 'keeping an answer for its idempotency key');
    }
  }
}

function assertSame(fingerprint: Uint8Array, request: IdempotentRequest): void {
  if (Buffer.compare(fingerprint, request.fingerprint) !== 0) {
    throw new IdempotencyError('IDEMPOTENCY_KEY_REUSED');
  }
}

function isOwnEnding(error: unknown): boolean {
  return WeighbridgeError.isInstance(error) && OWN_ENDINGS.has(error.code);
}

function departure(signal: AbortSignal): Promise<{ error: unknown }> {
  if (signal.aborted) return Promise.resolve({ error: signal.reason });
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ error: signal.reason }), { once: true });
  });
}
