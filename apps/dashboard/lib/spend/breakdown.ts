import { greatest } from './greatest.ts';

/** One value of a dimension as `spend.breakdown` answers it, as far as a row needs it. */
export interface Share {
  settledNanoUsd: string;
  heldNanoUsd: string;
  uncertainNanoUsd: string;
  freeWouldHaveNanoUsd: string;
  settledTokens: number;
  freeTokens: number;
  requests: number;
  inputs: number;
}

export interface BreakdownRow<T extends Share> {
  /** Null for what came without a key; undefined for the rest that is folded together. */
  value: string | null | undefined;
  share: T;
  /** Settled, held and uncertain; or what free answers would have cost where nothing was paid. */
  amountNanoUsd: bigint;
  /** Widths of the bar's parts, in per cent of the dearest row. */
  bar: { settled: number; held: number; uncertain: number; wouldHave: number };
  /** Of the total, 0 to 1; null where nothing cost anything. */
  part: number | null;
}

export interface PreparedBreakdown<T extends Share> {
  content: 'paid' | 'would-have' | 'nothing';
  rows: BreakdownRow<T>[];
}

/** Decides what the bars measure, and how long they are. */
export function prepareBreakdown<T extends Share & { value: string | null }, O extends Share>(breakdown: {
  total: Share;
  shares: readonly T[];
  others: O | null;
}): PreparedBreakdown<T | O> {
  const { total, shares, others } = breakdown;
  const paid = spent(total) > 0n || shares.some((share) => spent(share) > 0n);
  const weigh = (share: Share) => (paid ? spent(share) : BigInt(share.freeWouldHaveNanoUsd));
  const entries: { value: string | null | undefined; share: T | O }[] = shares.map((share) => ({
    value: share.value,
    share,
  }));
  if (others) entries.push({ value: undefined, share: others });
  const most = greatest(entries.map(({ share }) => weigh(share)));
  const whole = weigh(total);
  const width = (nano: string) => percent(BigInt(nano), most);
  return {
    content: paid ? 'paid' : most > 0n ? 'would-have' : 'nothing',
    rows: entries.map(({ value, share }) => ({
      value,
      share,
      amountNanoUsd: weigh(share),
      bar: {
        settled: paid ? width(share.settledNanoUsd) : 0,
        held: paid ? width(share.heldNanoUsd) : 0,
        uncertain: paid ? width(share.uncertainNanoUsd) : 0,
        wouldHave: paid ? 0 : width(share.freeWouldHaveNanoUsd),
      },
      part: whole === 0n ? null : percent(weigh(share), whole) / 100,
    })),
  };
}

function spent(share: Share): bigint {
  return BigInt(share.settledNanoUsd) + BigInt(share.heldNanoUsd) + BigInt(share.uncertainNanoUsd);
}

/** To a hundredth, from integers of any size. */
function percent(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 10_000n) / whole) / 100;
}
