import { LedgerUnavailableError } from '@weighbridge/embeddings/domain';

/** For how long a hold that could not be written says that the next one cannot be either, in ms. */
const TELLING_MS = 10_000;

/**
 * Whether the last hold could be written. It writes more than a check does, and so fails before it, such as on a disk on
 * which a page is left.
 */
export class LostHolds {
  #last: { error: LedgerUnavailableError; at: number } | undefined;

  /** The same promise. */
  watch<T>(hold: Promise<T>): Promise<T> {
    hold.then(
      () => {
        this.#last = undefined;
      },
      (error: unknown) => {
        if (error instanceof LedgerUnavailableError) this.#last = { error, at: performance.now() };
      },
    );
    return hold;
  }

  /** @throws LedgerUnavailableError of the last hold, when that was lost a moment ago */
  assertNone(): void {
    if (this.#last && performance.now() - this.#last.at < TELLING_MS) throw this.#last.error;
  }
}
