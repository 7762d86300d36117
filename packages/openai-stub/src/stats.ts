/** A snapshot of a stub's counters; the same object is served as JSON at `GET /__stub/stats`. */
export interface StubStats {
  /** Requests to `/v1/…` whose connection waits for an answer (or the rest of one). */
  readonly inFlight: number;
  /** The most there ever were at once. */
  readonly maxInFlight: number;
  /** Embedding requests that are not in the journal yet, with or without a client waiting. */
  readonly undecided: number;
  /** Requests held by the gate. */
  readonly held: number;
  /** Requests to `/v1/…` that were decided. */
  readonly requests: number;
  /** The same by status; `none` counts those that get no answer. */
  readonly byStatus: Readonly<Record<string, number>>;
  readonly billedRequests: number;
  readonly billedTokens: number;
  /** A whole number of nano-USD, as a string. */
  readonly billedNanoUsd: string;
}

/** The gauge of requests under way, and counters by status. */
export class Traffic {
  #inFlight = 0;
  #maxInFlight = 0;
  #undecided = 0;
  #requests = 0;
  readonly #byStatus: Record<string, number> = {};
  #idle: Array<() => void> = [];

  /** A request arrived; call the result when its connection is done with it. Only the first call counts. */
  arrived(): () => void {
    this.#inFlight += 1;
    this.#maxInFlight = Math.max(this.#maxInFlight, this.#inFlight);
    let waits = true;
    return () => {
      if (waits) this.#inFlight -= 1;
      waits = false;
    };
  }

  /** A request is to be decided; call the result once when it was, or was given up. */
  deciding(): () => void {
    this.#undecided += 1;
    return () => {
      this.#undecided -= 1;
      if (this.#undecided > 0) return;
      for (const resolve of this.#idle.splice(0)) resolve();
    };
  }

  /** A request gets this status, or no answer. */
  decided(status: number | null): void {
    const name = status === null ? 'none' : String(status);
    this.#requests += 1;
    this.#byStatus[name] = (this.#byStatus[name] ?? 0) + 1;
  }

  /** Resolves once no request is undecided. */
  async idle(): Promise<void> {
    if (this.#undecided === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle.push(resolve);
    });
  }

  snapshot(): Pick<StubStats, 'inFlight' | 'maxInFlight' | 'undecided' | 'requests' | 'byStatus'> {
    return {
      inFlight: this.#inFlight,
      maxInFlight: this.#maxInFlight,
      undecided: this.#undecided,
      requests: this.#requests,
      byStatus: { ...this.#byStatus },
    };
  }
}
