import type { BillLine } from './bill.ts';
import { type Excess, explain, sameAmount, sumOf, type UncertainAttempt } from './explain.ts';

/** What the ledger settled of one model on one UTC day. */
export interface LedgerDay {
  day: number;
  model: string;
  requests: number;
  tokens: number;
  nanoUsd: bigint;
}

export interface UncertainOfDay extends UncertainAttempt {
  day: number;
  model: string;
}

/** Which days an export spoke of; what it does not name on one of them was not billed. */
export interface Coverage {
  usage(day: number): boolean;
  costs(day: number): boolean;
}

export type BillVerdict =
  /** The same to the last token (amounts but for the rounding of a nano-dollar). */
  | 'agrees'
  /** Some of the day's uncertain attempts, taken as billed, make up the difference. */
  | 'explained'
  | 'differs';

export interface ComparedDay {
  day: number;
  model: string;
  bill: Omit<BillLine, 'day' | 'model'>;
  ledger: Omit<LedgerDay, 'day' | 'model'>;
  /** Bill minus ledger; null where the bill does not say. */
  difference: Omit<BillLine, 'day' | 'model'>;
  uncertain: { attempts: number; tokens: number; nanoUsd: bigint };
  verdict: BillVerdict;
  /** What became of each uncertain attempt, where the bill leaves one answer only. */
  found: { billed: string[]; notBilled: string[] } | null;
}

/** The ledger beside the bill, by day and model, for the days that the bill covers. */
export function compareBill(
  lines: readonly BillLine[],
  ledger: readonly LedgerDay[],
  uncertain: readonly UncertainOfDay[],
  coverage: Coverage,
): ComparedDay[] {
  const keys = new Map<string, { day: number; model: string }>();
  for (const { day, model } of [...lines, ...ledger, ...uncertain]) {
    if (coverage.usage(day) || coverage.costs(day)) keys.set(`${day} ${model}`, { day, model });
  }
  const of = <T extends { day: number; model: string }>(
    all: readonly T[],
    key: { day: number; model: string },
  ) => all.filter(({ day, model }) => day === key.day && model === key.model);
  return [...keys.values()]
    .map((key) => compareDay(key, of(lines, key), of(ledger, key)[0], of(uncertain, key), coverage))
    .sort((a, b) => b.day - a.day || (a.model < b.model ? -1 : 1));
}

function compareDay(
  key: { day: number; model: string },
  lines: readonly BillLine[],
  settled: LedgerDay | undefined,
  uncertain: readonly UncertainAttempt[],
  coverage: Coverage,
): ComparedDay {
  const usage = coverage.usage(key.day) ? lines.find(({ tokens }) => tokens !== null) : null;
  const costs = coverage.costs(key.day) ? lines.find(({ nanoUsd }) => nanoUsd !== null) : null;
  const bill = {
    requests: usage === null ? null : usage ? usage.requests : 0,
    tokens: usage === null ? null : (usage?.tokens ?? 0),
    nanoUsd: costs === null ? null : (costs?.nanoUsd ?? 0n),
  };
  const ledger = {
    requests: settled?.requests ?? 0,
    tokens: settled?.tokens ?? 0,
    nanoUsd: settled?.nanoUsd ?? 0n,
  };
  const excess: Excess = {
    requests: bill.requests === null ? undefined : bill.requests - ledger.requests,
    tokens: bill.tokens === null ? undefined : bill.tokens - ledger.tokens,
    nanoUsd: bill.nanoUsd === null ? undefined : bill.nanoUsd - ledger.nanoUsd,
  };
  const explanation = explain(excess, uncertain);
  const agrees =
    (excess.requests ?? 0) === 0 && (excess.tokens ?? 0) === 0 && sameAmount(excess.nanoUsd ?? 0n, 0n);
  const billed = explanation.fits === 'one' ? explanation.billed : undefined;
  return {
    ...key,
    bill,
    ledger,
    difference: {
      requests: excess.requests ?? null,
      tokens: excess.tokens ?? null,
      nanoUsd: excess.nanoUsd ?? null,
    },
    uncertain: { attempts: uncertain.length, ...sumOf(uncertain) },
    verdict: agrees ? 'agrees' : explanation.fits === 'none' ? 'differs' : 'explained',
    found:
      billed && uncertain.length > 0
        ? { billed, notBilled: uncertain.map(({ id }) => id).filter((id) => !billed.includes(id)) }
        : null,
  };
}
