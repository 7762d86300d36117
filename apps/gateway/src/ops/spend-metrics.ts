import type { SpendOrigin, SpendSummary } from '@weighbridge/db';
import { type NanoUsd, nanoToDecimal } from '@weighbridge/embeddings';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Combinations of project, provider and model that have series of their own; later ones share the last. */
export const MOST_ORIGINS = 200;

type Labels = { project: string; provider: string; model: string };

type Part = readonly [label: string, of: (sums: SpendSummary) => number];

const LABELS = ['project', 'provider', 'model'] as const;
const OTHER: Labels = { project: 'other', provider: 'other', model: 'other' };

const SUMS = [
  ['weighbridge_requests_total', 'Requests sent to a paid provider.', (s) => s.requests],
  ['weighbridge_failed_attempts_total', 'Attempts that ended in an error.', (s) => s.failedAttempts],
  ['weighbridge_cost_nano_usd_total', 'Settled cost in nano-USD.', (s) => Number(s.settledNanoUsd)],
  ['weighbridge_cost_usd_total', 'Settled cost in USD.', (s) => dollars(s.settledNanoUsd)],
  ['weighbridge_overrun_usd_total', 'Metered beyond what was held.', (s) => dollars(s.overrunNanoUsd)],
] as const satisfies [string, string, (sums: SpendSummary) => number][];

const GAUGES = [
  ['weighbridge_held_usd', 'Held for attempts under way.', (s) => dollars(s.heldNanoUsd)],
  ['weighbridge_uncertain_usd', 'May have been billed; unresolved.', (s) => dollars(s.uncertainNanoUsd)],
] as const satisfies [string, string, (sums: SpendSummary) => number][];

const SPLIT = [
  [
    'weighbridge_inputs_total',
    'Inputs answered, by how.',
    'how',
    [
      ['paid', (s) => s.paidInputs],
      ['free', (s) => s.freeInputs],
      ['recalled', (s) => s.recalledInputs],
      ['coalesced', (s) => s.coalescedInputs],
      ['deduplicated', (s) => s.deduplicatedInputs],
    ],
  ],
  [
    'weighbridge_tokens_total',
    'Tokens, by how they were answered.',
    'how',
    [
      ['paid', (s) => s.settledTokens],
      ['free', (s) => s.freeTokens],
      ['recalled', (s) => s.recalledTokens],
      ['coalesced', (s) => s.coalescedTokens],
      ['deduplicated', (s) => s.deduplicatedTokens],
    ],
  ],
  [
    'weighbridge_saved_usd_total',
    'What was not paid, in USD, by why; free answers are those of the mock.',
    'by',
    [
      ['free', (s) => dollars(s.freeWouldHaveNanoUsd)],
      ['cache', (s) => dollars(s.recalledNanoUsd)],
      ['coalescing', (s) => dollars(s.coalescedNanoUsd)],
      ['deduplication', (s) => dollars(s.deduplicatedNanoUsd)],
      ['truncation', (s) => dollars(s.truncatedNanoUsd)],
    ],
  ],
] as const satisfies [name: string, help: string, label: string, parts: readonly Part[]][];

/**
 * The ledger's sums of all time by project, provider and model. The first to appear (by four weeks, then by name) keep
 * series of their own, so that no counter goes back when another one comes later.
 */
export function addSpend(page: Registry, origins: readonly SpendOrigin[], mostOrigins = MOST_ORIGINS): void {
  const labelled = origins.map((origin, index) => [labelsOf(origin, index < mostOrigins), origin] as const);
  for (const [name, help, of] of SUMS) {
    const counter = new Counter({ name, help, labelNames: LABELS, registers: [page] });
    for (const [labels, sums] of labelled) counter.inc(labels, of(sums));
  }
  for (const [name, help, of] of GAUGES) {
    const gauge = new Gauge({ name, help, labelNames: LABELS, registers: [page] });
    for (const [labels, sums] of labelled) gauge.inc(labels, of(sums));
  }
  for (const [name, help, label, parts] of SPLIT) {
    const counter = new Counter({ name, help, labelNames: [...LABELS, label], registers: [page] });
    for (const [labels, sums] of labelled) {
      for (const [part, of] of parts) counter.inc({ ...labels, [label]: part }, of(sums));
    }
  }
}

function labelsOf({ projectId, provider, model }: SpendOrigin, own: boolean): Labels {
  return own ? { project: projectId, provider, model } : OTHER;
}

/** Prometheus knows doubles only; exact amounts are in the ledger. */
export function dollars(amount: NanoUsd): number {
  return Number(nanoToDecimal(amount));
}
