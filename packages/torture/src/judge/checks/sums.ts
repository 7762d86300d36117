import type { LedgerLine, SpendSummary } from '@weighbridge/db';
import type { Evidence } from '../evidence.ts';
import type { GivenSum } from '../ledger-reading.ts';

interface Sums {
  settled: bigint;
  held: bigint;
  uncertain: bigint;
}

/** What a window of a budget should count, and what was billed in it. */
export interface WindowTruth extends Sums {
  billed: bigint;
}

/** By budget and window: the sums of the entries that lie in it, and of what was billed of them. */
export function windowTruths({ scenario, labels, records, lines, requests, placementOf }: Evidence) {
  const truths = new Map<string, WindowTruth>();
  const add = (id: string, change: (truth: WindowTruth) => void) => {
    const scopes = records.attempts.get(id)?.asked?.scopes ?? [];
    for (const budget of scenario.budgets) {
      if (!scopes.includes(budget.scope)) continue;
      const key = `${budget.id} ${labels.of(budget, placementOf(id).at)}`;
      const truth = truths.get(key) ?? { settled: 0n, held: 0n, uncertain: 0n, billed: 0n };
      truths.set(key, truth);
      change(truth);
    }
  };
  for (const line of lines.values()) {
    add(line.id, (truth) => {
      if (line.state === 'settled') truth.settled += line.settledNanoUsd;
      if (line.state === 'held') truth.held += line.heldNanoUsd;
      if (line.state === 'uncertain') truth.uncertain += line.heldNanoUsd;
    });
  }
  for (const { journal, attempt } of requests) {
    if (!journal.billed || !attempt) continue;
    add(attempt.id, (truth) => {
      truth.billed += BigInt(journal.billedNanoUsd);
    });
  }
  return truths;
}

/** The stored counters, by budget and window. */
function storedCounters({ scenario, labels, ledger }: Evidence): Map<string, Sums> {
  const stored = new Map<string, Sums>();
  for (const counter of ledger.counters) {
    const budget = scenario.budgets.find(({ id }) => id === counter.budgetId);
    if (!budget) continue;
    stored.set(`${budget.id} ${labels.of(budget, counter.windowStart)}`, {
      settled: counter.settledNanoUsd,
      held: counter.heldNanoUsd,
      uncertain: counter.uncertainNanoUsd,
    });
  }
  return stored;
}

const NOTHING: Sums = { settled: 0n, held: 0n, uncertain: 0n };

/** The counters of each budget's window equal the sums of the entries that lie in it. */
export function countersEqualEntries(evidence: Evidence): string[] {
  const truths = windowTruths(evidence);
  const stored = storedCounters(evidence);
  return [...new Set([...truths.keys(), ...stored.keys()])].flatMap((key) => {
    const entries = truths.get(key) ?? NOTHING;
    const counted = stored.get(key) ?? NOTHING;
    return (['settled', 'held', 'uncertain'] as const).flatMap((state) =>
      counted[state] === entries[state]
        ? []
        : [`${key} counts ${counted[state]} as ${state}; its entries have ${entries[state]}`],
    );
  });
}

/** Settled <= billed <= settled + uncertain: of the whole ledger, and of each window by its counters. */
export function truthWithin(evidence: Evidence): string[] {
  const total: WindowTruth = { ...NOTHING, billed: 0n };
  for (const { state, settledNanoUsd, heldNanoUsd } of evidence.lines.values()) {
    if (state === 'settled') total.settled += settledNanoUsd;
    if (state === 'uncertain') total.uncertain += heldNanoUsd;
  }
  for (const { journal } of evidence.requests) total.billed += BigInt(journal.billedNanoUsd);
  const stored = storedCounters(evidence);
  const windows = [...windowTruths(evidence)].map(
    ([key, { billed }]) => [key, { ...(stored.get(key) ?? NOTHING), billed }] as const,
  );
  return [['the whole ledger', total] as const, ...windows].flatMap(
    ([key, { settled, uncertain, billed }]) =>
      settled <= billed && billed <= settled + uncertain
        ? []
        : [`${key}: billed ${billed}, settled ${settled}, uncertain ${uncertain}`],
  );
}

/** What the ledger's reader sums up equals the entries: for all, each project, each tag and each hour. */
export function sumsEqualEntries({ ledger }: Evidence): string[] {
  return ledger.sums.flatMap((given) => {
    const expected = summed(ledger.lines, given);
    return (Object.keys(expected) as (keyof typeof expected)[]).flatMap((figure) =>
      given.summary[figure] === expected[figure]
        ? []
        : [`${nameOf(given)}: ${figure} is ${given.summary[figure]}; the entries have ${expected[figure]}`],
    );
  });
}

function nameOf({ from, to, filter }: GivenSum): string {
  return `${filter.projectId ?? filter.tag ?? 'all'}, ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
}

function summed(lines: readonly LedgerLine[], { from, to, filter }: GivenSum) {
  const sums = {
    settledNanoUsd: 0n,
    heldNanoUsd: 0n,
    uncertainNanoUsd: 0n,
    overrunNanoUsd: 0n,
    settledTokens: 0,
    requests: 0,
    failedAttempts: 0,
    recalledInputs: 0,
    recalledNanoUsd: 0n,
    deduplicatedInputs: 0,
  } satisfies Partial<SpendSummary>;
  for (const line of lines) {
    if (line.placedAt < from || line.placedAt >= to) continue;
    if (filter.projectId !== undefined && line.projectId !== filter.projectId) continue;
    if (filter.tag !== undefined && !line.tags.includes(filter.tag)) continue;
    if (line.kind === 'recalled') {
      sums.recalledInputs += line.inputs;
      sums.recalledNanoUsd += line.wouldHaveNanoUsd;
    }
    if (line.kind === 'deduplicated') sums.deduplicatedInputs += line.inputs;
    if (line.kind !== 'attempt') continue;
    sums.settledNanoUsd += line.settledNanoUsd;
    sums.settledTokens += line.settledTokens;
    if (line.state === 'held') sums.heldNanoUsd += line.heldNanoUsd;
    if (line.state === 'uncertain') sums.uncertainNanoUsd += line.heldNanoUsd;
    if (line.state === 'settled' || line.state === 'uncertain') sums.requests += 1;
    if (line.state === 'released' || line.state === 'uncertain') sums.failedAttempts += 1;
  }
  return sums;
}
