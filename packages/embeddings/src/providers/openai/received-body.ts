/** What undici lets the reader of a body do to it. */
export interface BodyControl {
  abort(reason: Error): void;
  pause(): void;
  resume(): void;
}

/** Bytes that are kept for a reader who has not come yet; the connection waits with the rest. */
const MOST_EARLY_BYTES = 1024 * 1024;

/** A body as its chunks arrive: those that come before its reader are kept, the others go straight to it. */
export class ReceivedBody {
  #control: BodyControl | undefined;
  #early: Uint8Array[] = [];
  #earlyBytes = 0;
  #take: ((chunk: Uint8Array) => void) | undefined;
  readonly #end = Promise.withResolvers<void>();

  constructor(control: BodyControl) {
    this.#control = control;
    // Who reads it learns of a failure; until then it is no unhandled one.
    this.#end.promise.catch(() => undefined);
  }

  /**
   * Hands the body over to its one reader, chunk by chunk, until its end. What `take` throws ends the connection.
   * @throws what `take` or the connection throws
   */
  read(take: (chunk: Uint8Array) => void): Promise<void> {
    this.#take = take;
    const early = this.#early;
    this.#early = [];
    for (const chunk of early) this.push(chunk);
    if (this.#earlyBytes > MOST_EARLY_BYTES) this.#control?.resume();
    return this.#end.promise;
  }

  push(chunk: Uint8Array): void {
    if (!this.#take) {
      this.#early.push(chunk);
      this.#earlyBytes += chunk.byteLength;
      if (this.#earlyBytes > MOST_EARLY_BYTES) this.#control?.pause();
      return;
    }
    try {
      this.#take(chunk);
    } catch (error) {
      this.#take = () => undefined;
      this.fail(error as Error);
      this.#control?.abort(error as Error);
    }
  }

  finish(): void {
    this.#control = undefined;
    this.#end.resolve();
  }

  fail(error: Error): void {
    this.#end.reject(error);
  }
}
