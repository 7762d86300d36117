import { greatest } from './greatest.ts';

/** The totals that savings are read from. */
export interface SavingTotals {
  freeWouldHaveNanoUsd: string;
  freeInputs: number;
  recalledNanoUsd: string;
  recalledInputs: number;
  coalescedNanoUsd: string;
  coalescedInputs: number;
  deduplicatedNanoUsd: string;
  deduplicatedInputs: number;
  truncatedNanoUsd: string;
  truncatedInputs: number;
  settledNanoUsd: string;
}

export interface Saving {
  name: string;
  hint: string;
  nanoUsd: bigint;
  /** Texts that it concerned. */
  inputs: number;
  /** Length of its bar, in per cent of the greatest. */
  width: number;
}

export interface Savings {
  items: Saving[];
  /** All of them. */
  nanoUsd: bigint;
  /** Of what everything would have cost, 0 to 1; null where nothing would have. */
  part: number | null;
}

/** What was not paid, and why not; the ledger knows what each text would have cost. */
export function prepareSavings(totals: SavingTotals): Savings {
  const sources = [
    ['Mock', 'Answered by the mock or a local provider', totals.freeWouldHaveNanoUsd, totals.freeInputs],
    ['Cache', 'Paid for before, and kept', totals.recalledNanoUsd, totals.recalledInputs],
    ['Coalescing', 'The same text was already on its way', totals.coalescedNanoUsd, totals.coalescedInputs],
    [
      'Deduplication',
      'The same text twice in one call',
      totals.deduplicatedNanoUsd,
      totals.deduplicatedInputs,
    ],
    ['Truncation', 'Cut to what the model takes', totals.truncatedNanoUsd, totals.truncatedInputs],
  ] as const;
  const amounts = sources.map(([name, hint, nano, inputs]) => ({
    name,
    hint,
    nanoUsd: BigInt(nano),
    inputs,
  }));
  const nanoUsd = amounts.reduce((sum, item) => sum + item.nanoUsd, 0n);
  const most = greatest(amounts.map((item) => item.nanoUsd));
  const whole = nanoUsd + BigInt(totals.settledNanoUsd);
  return {
    items: amounts.map((item) => ({
      ...item,
      width: most === 0n ? 0 : Number((item.nanoUsd * 10_000n) / most) / 100,
    })),
    nanoUsd,
    part: whole === 0n ? null : Number((nanoUsd * 10_000n) / whole) / 10_000,
  };
}
