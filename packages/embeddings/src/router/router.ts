import type { HealthSnapshot } from '../engine/types.ts';
import { WeighbridgeError } from '../errors/base.ts';
import { ProviderError } from '../errors/provider.ts';
import type { Clock } from '../ports/clock.ts';
import type { Mode } from '../ports/routing.ts';
import type { EmbeddingProvider } from '../providers/provider.ts';
import { ProviderHealth } from './health.ts';

/** Looks a provider up as it is configured at this moment. @throws ProviderError PROVIDER_NOT_CONFIGURED */
export type ProviderSource = (id: string) => Promise<EmbeddingProvider>;

/** Which provider answers first under each mode, and which one stands in for it. */
export interface ModeTable {
  mock: string;
  real: string;
  fallback: string;
}

export const MODE_TABLE: ModeTable = { mock: 'mock', real: 'openai', fallback: 'mock' };

/** Decided once, when a call is admitted; the call keeps it whatever happens to the toggle. */
export interface Route {
  mode: Mode;
  primary: EmbeddingProvider;
  fallback: EmbeddingProvider | undefined;
}

/** Picks the provider of a call from the toggle, and watches how providers fare. */
export class Router {
  readonly #providers: ProviderSource;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #table: ModeTable;
  readonly #health = new Map<string, ProviderHealth>();

  constructor(providers: ProviderSource, clock: Pick<Clock, 'now'>, table: ModeTable = MODE_TABLE) {
    this.#providers = providers;
    this.#clock = clock;
    this.#table = table;
  }

  async route(mode: Mode): Promise<Route> {
    const primary = await this.#providers(mode === 'mock' ? this.#table.mock : this.#table.real);
    const fallback = mode === 'hybrid' ? await this.#providers(this.#table.fallback) : undefined;
    return { mode, primary, fallback };
  }

  health(providerId: string): ProviderHealth {
    let health = this.#health.get(providerId);
    if (!health) {
      health = new ProviderHealth(this.#clock);
      this.#health.set(providerId, health);
    }
    return health;
  }

  snapshot(providerId: string): HealthSnapshot {
    return this.health(providerId).snapshot();
  }
}

/** Whether hybrid may answer from the fallback instead: the real provider is down or out of budget, not the call wrong. */
export function deservesFallback(error: unknown): error is WeighbridgeError {
  // By kind, since the error may have crossed a worker.
  if (WeighbridgeError.isInstance(error) && error.kind === 'budget') return true;
  return error instanceof ProviderError && error.code !== 'PROVIDER_REJECTED';
}

/** Thrown at once by hybrid while the breaker is open, so that callers do not queue behind a dead provider. */
export function providerDown(provider: string, health: HealthSnapshot): ProviderError {
  return new ProviderError({
    code: 'PROVIDER_UNAVAILABLE',
    provider,
    message:
      `"${provider}" is down: its last attempts all failed (${health.lastErrorCode ?? 'unknown'}). ` +
      'Nothing was sent. It is tried again every few seconds.',
    failure: 'transient',
    billed: 'no',
  });
}

/** The same error for a call that did not allow the fallback, saying so. */
export function withoutFallback(error: WeighbridgeError, why: 'not allowed' | 'pinned'): WeighbridgeError {
  const hint =
    why === 'pinned'
      ? 'Hybrid mode has a fallback, but this call is pinned to another vector space.'
      : 'Hybrid mode has a fallback, which this call may not use: allow it with the call (allowFallback), on its access key, or on its project; for /v1 the key alone decides.';
  const said = new WeighbridgeError({
    code: error.code,
    kind: error.kind,
    message: `${error.message} ${hint}`,
    retryable: error.retryable,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    facts: { ...error.facts, fallback: why },
    cause: error,
  });
  said.name = error.name;
  return said;
}
