import { BudgetForecasts, type ProviderDesk } from '@weighbridge/api';
import type { Stores } from '@weighbridge/db';
import type { Clock } from '@weighbridge/embeddings';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { addBudgets } from './budget-metrics.ts';
import { addSpend } from './spend-metrics.ts';

export interface MetricsDeps {
  stores: Stores;
  providers: Pick<ProviderDesk, 'status'>;
  clock: Clock;
  /** Answers given again for their idempotency key since the start. */
  replays(): number;
}

const HEALTH_STATES = ['healthy', 'degraded', 'down', 'unknown'] as const;

/** Metrics in Prometheus' text form, read from the ledger at each scrape, so that they never tell another story. */
export class Metrics {
  readonly #deps: MetricsDeps;
  readonly #registry = new Registry();

  constructor(deps: MetricsDeps) {
    this.#deps = deps;
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async scrape(): Promise<string> {
    const { stores, clock, providers } = this.#deps;
    await stores.ledger.drained();
    const now = clock.now();
    const ever = { from: 0, to: now + 1 };
    const [origins, quality, budgets, cache, statuses, alerts, deliveries, failing, gaps] = await Promise.all(
      [
        stores.spend.origins(),
        stores.quality.summary(ever),
        stores.budgets.list(now),
        stores.recall.stats(),
        providers.status(),
        stores.alerts.open(),
        stores.webhooks.counts(),
        stores.webhooks.failing(),
        stores.gaps.list(),
      ],
    );
    const page = new Registry();
    addSpend(page, origins);
    const forecasts = new BudgetForecasts(this.#deps);
    addBudgets(
      page,
      await Promise.all(budgets.map(async (status) => ({ status, forecast: await forecasts.of(status) }))),
    );
    counter(page, 'weighbridge_vectors_inspected_total', 'Vectors inspected, by outcome.', 'outcome', {
      passed: quality.passed,
      failed: quality.failed,
    });
    const help = 'Alerts that wait for somebody to look.';
    gauges(page, 'weighbridge_alerts_open', help, 'severity', alerts);
    const log = 'Messages to webhooks in the log, by state; failed ones were given up.';
    gauges(page, 'weighbridge_webhook_deliveries', log, 'state', deliveries);
    gauges(
      page,
      'weighbridge_webhook_failing',
      'Whether the last message to a webhook that is over was given up: 1 until one arrives.',
      'webhook',
      Object.fromEntries(failing.map((one) => [one.name, one.failing ? 1 : 0])),
    );
    const open = gaps.filter(({ closedAt }) => closedAt === null).length;
    gauge(page, 'weighbridge_ledger_gaps_open', 'Periods whose spend the ledger does not know.', open);
    new Counter({
      name: 'weighbridge_idempotent_replays_total',
      help: 'Answers given again for their idempotency key, since the start.',
      registers: [page],
    }).inc(this.#deps.replays());
    gauge(page, 'weighbridge_cache_entries', 'Vectors kept.', cache.entries);
    gauge(page, 'weighbridge_cache_bytes', 'Bytes that kept vectors take.', cache.bytes);
    gauge(page, 'weighbridge_cache_max_bytes', 'Bound of those bytes.', cache.maxBytes);
    const state = new Gauge({
      name: 'weighbridge_provider_state',
      help: 'What recent traffic says of a provider: 1 for its present state.',
      labelNames: ['provider', 'state'],
      registers: [page],
    });
    const latency = new Gauge({
      name: 'weighbridge_provider_attempt_seconds',
      help: 'Median of the last attempts.',
      labelNames: ['provider'],
      registers: [page],
    });
    for (const { id, health } of statuses) {
      for (const one of HEALTH_STATES) state.set({ provider: id, state: one }, health.state === one ? 1 : 0);
      if (health.latencyMs !== null) latency.set({ provider: id }, health.latencyMs / 1000);
    }
    return `${await page.metrics()}\n${await this.#registry.metrics()}`;
  }
}

function counter(
  page: Registry,
  name: string,
  help: string,
  label: string,
  values: Record<string, number>,
): void {
  const labelled = new Counter({ name, help, labelNames: [label], registers: [page] });
  for (const [value, count] of Object.entries(values)) labelled.inc({ [label]: value }, count);
}

function gauges(
  page: Registry,
  name: string,
  help: string,
  label: string,
  values: Record<string, number>,
): void {
  const labelled = new Gauge({ name, help, labelNames: [label], registers: [page] });
  for (const [value, count] of Object.entries(values)) labelled.set({ [label]: value }, count);
}

function gauge(page: Registry, name: string, help: string, value: number): void {
  new Gauge({ name, help, registers: [page] }).set(value);
}
