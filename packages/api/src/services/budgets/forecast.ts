import type { SpendFilter } from '@weighbridge/db';
import { type BudgetStatus, type Forecast, forecastSpend, type HourlySpend } from '@weighbridge/embeddings';
import type { Services } from '../../context.ts';

const HOUR = 3_600_000;

type Narrowing = Omit<SpendFilter, 'from' | 'to'>;

/** Four weeks: enough to tell working days from week-ends. */
const HISTORY_HOURS = 28 * 24;

/** Forecasts to the ends of budgets' windows; reads each scope's history once. */
export class BudgetForecasts {
  readonly #services: Pick<Services, 'stores' | 'clock'>;
  readonly #histories = new Map<string, Promise<HourlySpend[]>>();

  constructor(services: Pick<Services, 'stores' | 'clock'>) {
    this.#services = services;
  }

  /** Null where there is nothing to forecast from. */
  async of(status: BudgetStatus): Promise<Forecast | null> {
    const filter = filterOf(status.scope);
    if (!filter || status.resetsAt === null) return null;
    const now = this.#services.clock.now();
    const history = await this.#history(status.scope, filter, now);
    if (history.every((hour) => hour.nanoUsd === 0)) return null;
    return forecastSpend({
      history,
      now: Math.max(now, status.windowStart),
      windowStart: status.windowStart,
      windowEnd: status.resetsAt,
      spent: Number(status.settledNanoUsd + status.heldNanoUsd + status.uncertainNanoUsd),
      limit: Number(status.limitNanoUsd),
    });
  }

  #history(scope: string, filter: Narrowing, now: number): Promise<HourlySpend[]> {
    let history = this.#histories.get(scope);
    if (!history) {
      history = this.#read(filter, now);
      this.#histories.set(scope, history);
    }
    return history;
  }

  async #read(filter: Narrowing, now: number): Promise<HourlySpend[]> {
    const end = Math.floor(now / HOUR) * HOUR;
    const edges = Array.from({ length: HISTORY_HOURS + 1 }, (_, hour) => end - (HISTORY_HOURS - hour) * HOUR);
    const buckets = await this.#services.stores.spend.series(edges, filter);
    return buckets.map((bucket) => ({
      start: bucket.start,
      nanoUsd: Number(bucket.settledNanoUsd + bucket.uncertainNanoUsd),
    }));
  }
}

const DIMENSIONS = {
  project: 'projectId',
  provider: 'provider',
  model: 'model',
  key: 'keyId',
  tag: 'tag',
} as const;

/** Sums by hour are kept for everything that a budget can limit. */
function filterOf(scope: string): Narrowing | undefined {
  if (scope === 'global') return {};
  const colon = scope.indexOf(':');
  const dimension = DIMENSIONS[scope.slice(0, colon) as keyof typeof DIMENSIONS];
  return dimension && { [dimension]: scope.slice(colon + 1) };
}
