import type { BudgetStatus, Forecast } from '@weighbridge/embeddings';
import { Gauge, type Registry } from 'prom-client';
import { dollars } from './spend-metrics.ts';

const NANO = 1e9;

/** Budgets with their present window, and what it is forecast to come to where there is anything to learn from. */
export function addBudgets(
  page: Registry,
  budgets: readonly { status: BudgetStatus; forecast: Forecast | null }[],
): void {
  const gauge = (name: string, help: string, ...more: string[]) =>
    new Gauge({ name, help, labelNames: ['scope', 'window', ...more], registers: [page] });
  const limit = gauge('weighbridge_budget_limit_usd', 'Limit of a budget.');
  const used = gauge(
    'weighbridge_budget_used_usd',
    'Counted against the limit in the present window, by state.',
    'state',
  );
  const resets = gauge('weighbridge_budget_resets_timestamp_seconds', 'When the present window ends.');
  const forecast = gauge(
    'weighbridge_budget_forecast_usd',
    'What the window comes to if spending goes on as before; eight of ten windows end between low and high.',
    'bound',
  );
  const runsOut = gauge(
    'weighbridge_budget_runs_out_timestamp_seconds',
    'When the limit is reached if spending goes on as before; absent when it is not.',
  );
  for (const { status, forecast: ahead } of budgets) {
    const labels = { scope: status.scope, window: status.window };
    limit.set(labels, dollars(status.limitNanoUsd));
    used.set({ ...labels, state: 'settled' }, dollars(status.settledNanoUsd));
    used.set({ ...labels, state: 'held' }, dollars(status.heldNanoUsd));
    used.set({ ...labels, state: 'uncertain' }, dollars(status.uncertainNanoUsd));
    if (status.resetsAt !== null) resets.set(labels, status.resetsAt / 1000);
    if (ahead === null) continue;
    forecast.set({ ...labels, bound: 'low' }, ahead.low / NANO);
    forecast.set({ ...labels, bound: 'expected' }, ahead.expected / NANO);
    forecast.set({ ...labels, bound: 'high' }, ahead.high / NANO);
    if (ahead.runsOutAt !== null) runsOut.set(labels, ahead.runsOutAt / 1000);
  }
}
