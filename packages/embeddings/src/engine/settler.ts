import type { Clock } from '../ports/clock.ts';
import type { AttemptOutcome, FreeEntry, Ledger } from '../ports/ledger.ts';
import type { QualityRecorder, QualityReport } from '../ports/quality.ts';

/**
 * Writes that may trail the answer. A crash before they land leaves a hold that becomes uncertain, never a lost bill; a
 * ledger that cannot be written for a while is tried again until it can.
 */
export class Settler {
  readonly #ledger: Ledger;
  readonly #quality: QualityRecorder;
  readonly #clock: Clock;
  readonly #onError: (error: unknown, what: string) => void;
  readonly #trailing = new Set<Promise<void>>();
  readonly #closed = new AbortController();

  constructor(deps: {
    ledger: Ledger;
    quality: QualityRecorder;
    clock: Clock;
    onError: (error: unknown, what: string) => void;
  }) {
    this.#ledger = deps.ledger;
    this.#quality = deps.quality;
    this.#clock = deps.clock;
    this.#onError = deps.onError;
  }

  /** Closes an attempt; resolves when durable. Tries again for as long as the engine lives. */
  close(outcome: AttemptOutcome): Promise<void> {
    // What is settled stays as much of the budget as was held; what comes free is waited for.
    const soon = outcome.state === 'settled';
    return this.#trail(() => this.#ledger.close([outcome], { soon }), `closing attempt ${outcome.id}`);
  }

  post(entries: readonly FreeEntry[]): Promise<void> {
    if (entries.length === 0) return Promise.resolve();
    return this.#trail(() => this.#ledger.post(entries), 'posting free entries');
  }

  record(report: QualityReport): void {
    void this.#trail(() => this.#quality.record([report]), 'recording quality');
  }

  /** Resolves when nothing trails any more. */
  async settled(): Promise<void> {
    while (this.#trailing.size > 0) await Promise.allSettled([...this.#trailing]);
  }

  /** Gives up what cannot be written; the next start finds it as uncertain. */
  stop(): void {
    this.#closed.abort();
  }

  #trail(write: () => Promise<void>, what: string): Promise<void> {
    const done = this.#persist(write, what);
    this.#trailing.add(done);
    void done.finally(() => this.#trailing.delete(done));
    return done;
  }

  async #persist(write: () => Promise<void>, what: string): Promise<void> {
    for (let pause = 250; ; pause = Math.min(pause * 2, 15_000)) {
      try {
        await write();
        return;
      } catch (error) {
        this.#onError(error, what);
        if (this.#closed.signal.aborted) return;
        try {
          await this.#clock.sleep(pause, this.#closed.signal);
        } catch {
          return;
        }
      }
    }
  }
}
