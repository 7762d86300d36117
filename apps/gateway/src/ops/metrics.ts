import { type ProviderDesk, savedBy } from '@weighbridge/api';
import type { SpendSummary, Stores } from '@weighbridge/db';
import { type BudgetStatus, type Clock, type NanoUsd, nanoToDecimal } from '@weighbridge/embeddings';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export interface MetricsDeps {
  stores: Pick<Stores, 'ledger' | 'spend' | 'quality' | 'budgets' | 'recall'>;
  providers: Pick<ProviderDesk, 'status'>;
  clock: Clock;
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
    const [spend, quality, budgets, cache, statuses] = await Promise.all([
      stores.spend.summary(ever),
      stores.quality.summary(ever),
      stores.budgets.list(now),
      stores.recall.stats(),
      providers.status(),
    ]);
    const page = new Registry();
    addSpend(page, spend);
    addBudgets(page, budgets);
    counter(page, 'weighbridge_vectors_inspected_total', 'Vectors inspected, by outcome.', 'outcome', {
      passed: quality.passed,
      failed: quality.failed,
    });
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

function addSpend(page: Registry, sums: SpendSummary): void {
  counter(page, 'weighbridge_requests_total', 'Requests sent to a paid provider.', sums.requests);
  counter(page, 'weighbridge_failed_attempts_total', 'Attempts that ended in an error.', sums.failedAttempts);
  counter(page, 'weighbridge_inputs_total', 'Inputs answered, by how.', 'how', {
    paid: sums.paidInputs,
    free: sums.freeInputs,
    recalled: sums.recalledInputs,
    coalesced: sums.coalescedInputs,
    deduplicated: sums.deduplicatedInputs,
  });
  counter(page, 'weighbridge_tokens_total', 'Tokens, by how they were answered.', 'how', {
    paid: sums.settledTokens,
    free: sums.freeTokens,
    recalled: sums.recalledTokens,
    coalesced: sums.coalescedTokens,
    deduplicated: sums.deduplicatedTokens,
  });
  counter(page, 'weighbridge_cost_nano_usd_total', 'Settled cost in nano-USD.', Number(sums.settledNanoUsd));
  counter(page, 'weighbridge_cost_usd_total', 'Settled cost in USD.', dollars(sums.settledNanoUsd));
  counter(
    page,
    'weighbridge_saved_usd_total',
    'What cache, coalescing, deduplication and truncation saved, in USD.',
    dollars(savedBy(sums)),
  );
  counter(
    page,
    'weighbridge_overrun_usd_total',
    'Metered beyond what was held.',
    dollars(sums.overrunNanoUsd),
  );
  gauge(page, 'weighbridge_held_usd', 'Held for attempts under way.', dollars(sums.heldNanoUsd));
  gauge(
    page,
    'weighbridge_uncertain_usd',
    'May have been billed; unresolved.',
    dollars(sums.uncertainNanoUsd),
  );
}

function addBudgets(page: Registry, budgets: readonly BudgetStatus[]): void {
  const labelNames = ['scope', 'window'];
  const of = (name: string, help: string) => new Gauge({ name, help, labelNames, registers: [page] });
  const limit = of('weighbridge_budget_limit_usd', 'Limit of a budget.');
  const used = of('weighbridge_budget_used_usd', 'Settled, held and uncertain in the present window.');
  for (const budget of budgets) {
    const { scope, window } = budget;
    limit.set({ scope, window }, dollars(budget.limitNanoUsd));
    used.set(
      { scope, window },
      dollars(budget.settledNanoUsd + budget.heldNanoUsd + budget.uncertainNanoUsd),
    );
  }
}

/** Prometheus knows doubles only; exact amounts are in the ledger. */
function dollars(amount: NanoUsd): number {
  return Number(nanoToDecimal(amount));
}

function counter(page: Registry, name: string, help: string, value: number): void;
function counter(
  page: Registry,
  name: string,
  help: string,
  label: string,
  values: Record<string, number>,
): void;
function counter(
  page: Registry,
  name: string,
  help: string,
  valueOrLabel: number | string,
  values: Record<string, number> = {},
): void {
  if (typeof valueOrLabel === 'number') {
    new Counter({ name, help, registers: [page] }).inc(valueOrLabel);
    return;
  }
  const labelled = new Counter({ name, help, labelNames: [valueOrLabel], registers: [page] });
  for (const [label, value] of Object.entries(values)) labelled.inc({ [valueOrLabel]: label }, value);
}

function gauge(page: Registry, name: string, help: string, value: number): void {
  new Gauge({ name, help, registers: [page] }).set(value);
}
