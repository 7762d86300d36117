/** A budget's amounts, integer nano-USD as the API offers them. */
export interface FillAmounts {
  limitNanoUsd: string;
  settledNanoUsd: string;
  heldNanoUsd: string;
  uncertainNanoUsd: string;
}

/** Widths of the parts of a budget's beam in per cent of its length; they sum to at most 100. */
export interface Fill {
  settled: number;
  held: number;
  uncertain: number;
  /** True when the parts do not fit, as after a lowered limit: the beam is then full and its parts keep their ratio. */
  over: boolean;
}

/** The smallest width at which a part that is not nothing can still be seen. */
const VISIBLE = 0.7;

/** How the beam of a budget is filled. Exact until the last step: shares are taken of bigints, not of floats. */
export function fillOf(amounts: FillAmounts): Fill {
  const limit = BigInt(amounts.limitNanoUsd);
  const parts = [amounts.settledNanoUsd, amounts.heldNanoUsd, amounts.uncertainNanoUsd].map((text) => {
    const amount = BigInt(text);
    return amount > 0n ? amount : 0n;
  });
  const used = parts.reduce((sum, part) => sum + part, 0n);
  const length = used > limit ? used : limit;
  if (length === 0n) return { settled: 0, held: 0, uncertain: 0, over: false };
  const widths = parts.map((part) =>
    part === 0n ? 0 : Math.max(VISIBLE, Number((part * 1_000_000n) / length) / 10_000),
  );
  const sum = widths.reduce((total, width) => total + width, 0);
  const [settled = 0, held = 0, uncertain = 0] = widths.map((width) =>
    sum > 100 ? (width / sum) * 100 : width,
  );
  return { settled, held, uncertain, over: used > limit };
}
