import type { HealthSnapshot } from '../engine/types.ts';
import type { Clock } from '../ports/clock.ts';

export interface HealthSettings {
  /** Consecutive failures that open the breaker. */
  failuresToOpen: number;
  /** How long it stays open before one call may try. */
  coolDownMs: number;
}

const DEFAULTS: HealthSettings = { failuresToOpen: 5, coolDownMs: 10_000 };

/** How a call came past the breaker. */
export interface Admission {
  /** The call is over. Should it have been the one that tries, and told nothing, the next one may. */
  leave(): void;
}

const NOT_THE_ONE_THAT_TRIES: Admission = { leave: () => undefined };

/** Attempts that rates and latencies are taken over. */
const WINDOW = 100;

/** What recent traffic says of one provider, with a breaker that hybrid mode asks before it chooses. */
export class ProviderHealth {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #settings: HealthSettings;
  readonly #recent: { ok: boolean; ms: number }[] = [];
  #consecutive = 0;
  #openedAt: number | undefined;
  /** Of the call that tries whether the provider is back. */
  #trial: Admission | undefined;
  #lastSuccessAt: number | null = null;
  #lastFailure: { at: number; code: string; message: string } | null = null;

  constructor(clock: Pick<Clock, 'now'>, settings: Partial<HealthSettings> = {}) {
    this.#clock = clock;
    this.#settings = { ...DEFAULTS, ...settings };
  }

  success(ms: number): void {
    this.#push({ ok: true, ms });
    this.#consecutive = 0;
    this.#openedAt = undefined;
    this.#trial = undefined;
    this.#lastSuccessAt = this.#clock.now();
  }

  failure(ms: number, code: string, message: string): void {
    this.#push({ ok: false, ms });
    this.#consecutive += 1;
    this.#trial = undefined;
    this.#lastFailure = { at: this.#clock.now(), code, message };
    if (this.#consecutive >= this.#settings.failuresToOpen) this.#openedAt = this.#clock.now();
  }

  /** The provider answered, which says neither that it is well nor that it is down (a rate limit, a rejected request). */
  nothingLearnt(): void {
    this.#trial = undefined;
  }

  /**
   * Lets a call through that could go elsewhere; undefined while the breaker is open. After the cool-down it lets one call
   * through at a time, whose outcome closes the breaker or opens it anew.
   */
  admit(): Admission | undefined {
    if (this.#openedAt === undefined) return NOT_THE_ONE_THAT_TRIES;
    if (this.#trial || this.#clock.now() - this.#openedAt < this.#settings.coolDownMs) return undefined;
    const trial: Admission = {
      leave: () => {
        if (this.#trial === trial) this.#trial = undefined;
      },
    };
    this.#trial = trial;
    return trial;
  }

  snapshot(): HealthSnapshot {
    const good = this.#recent.filter((attempt) => attempt.ok);
    const rate = this.#recent.length === 0 ? null : good.length / this.#recent.length;
    const latencies = good.map((attempt) => attempt.ms).sort((a, b) => a - b);
    return {
      state: this.#state(rate),
      successRate: rate,
      latencyMs: latencies[Math.floor(latencies.length / 2)] ?? null,
      lastSuccessAt: this.#lastSuccessAt,
      lastFailureAt: this.#lastFailure?.at ?? null,
      lastErrorCode: this.#lastFailure?.code ?? null,
      lastErrorMessage: this.#lastFailure?.message ?? null,
    };
  }

  #state(rate: number | null): HealthSnapshot['state'] {
    if (rate === null) return 'unknown';
    if (this.#openedAt !== undefined) return 'down';
    // Healthy again once the last attempts all went well, however bad the hour before was.
    const latest = this.#recent.slice(-10);
    return latest.every((attempt) => attempt.ok) ? 'healthy' : 'degraded';
  }

  #push(attempt: { ok: boolean; ms: number }): void {
    this.#recent.push(attempt);
    if (this.#recent.length > WINDOW) this.#recent.shift();
  }
}
