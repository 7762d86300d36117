import type { HealthSnapshot } from '../engine/types.ts';
import type { Clock } from '../ports/clock.ts';

export interface HealthSettings {
  /** Consecutive failures that open the breaker. */
  failuresToOpen: number;
  /** How long it stays open before one call may try. */
  coolDownMs: number;
}

const DEFAULTS: HealthSettings = { failuresToOpen: 5, coolDownMs: 10_000 };

/** Attempts that rates and latencies are taken over. */
const WINDOW = 100;

/** What recent traffic says of one provider, with a breaker that hybrid mode asks before it chooses. */
export class ProviderHealth {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #settings: HealthSettings;
  readonly #recent: { ok: boolean; ms: number }[] = [];
  #consecutive = 0;
  #openedAt: number | undefined;
  #trying = false;
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
    this.#trying = false;
    this.#lastSuccessAt = this.#clock.now();
  }

  failure(ms: number, code: string, message: string): void {
    this.#push({ ok: false, ms });
    this.#consecutive += 1;
    this.#trying = false;
    this.#lastFailure = { at: this.#clock.now(), code, message };
    if (this.#consecutive >= this.#settings.failuresToOpen) this.#openedAt = this.#clock.now();
  }

  /** An attempt ended without saying anything of the provider (a refused hold, a caller that left). */
  nothingLearnt(): void {
    this.#trying = false;
  }

  /**
   * Whether a call that could go elsewhere should be sent here. After the cool-down it says yes to one call at a time,
   * whose outcome closes the breaker or opens it anew.
   */
  admits(): boolean {
    if (this.#openedAt === undefined) return true;
    if (this.#trying || this.#clock.now() - this.#openedAt < this.#settings.coolDownMs) return false;
    this.#trying = true;
    return true;
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
