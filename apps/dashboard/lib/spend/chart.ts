/** One bucket of `spend.series`, as far as a chart needs it. */
export interface SpendBucket {
  from: string;
  to: string;
  settledNanoUsd: string;
  heldNanoUsd: string;
  uncertainNanoUsd: string;
  freeWouldHaveNanoUsd: string;
  settledTokens: number;
  freeTokens: number;
}

/** One place on the time axis. `null` values are a gap: nothing is known there, which is not the same as nothing spent. */
export interface SpendPoint {
  from: string;
  settled: number | null;
  held: number | null;
  uncertain: number | null;
  /** What free answers would have cost. */
  wouldHave: number | null;
  /** The bucket itself, for exact amounts in a tooltip; undefined in a gap. */
  bucket: SpendBucket | undefined;
}

export interface SpendChart {
  points: SpendPoint[];
  /** Values of the money axis in dollars, from 0, evenly spaced. */
  ticks: number[];
  /** Decimals that tell the ticks apart. */
  decimals: number;
  /** What there is to draw: paid spend, only what it would have cost, or nothing at all. */
  content: 'paid' | 'would-have' | 'nothing';
}

/**
 * Prepares the spend chart: decides units and ticks, and where there are gaps. A bucket that lies in the future, one
 * that began before `since` (the first thing ever recorded), or one that the answer leaves out is a gap, never a zero.
 */
export function prepareSpendChart(
  buckets: readonly SpendBucket[],
  now: number,
  since: number | null = null,
): SpendChart {
  const known = [...buckets].sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
  const points: SpendPoint[] = [];
  for (const [index, bucket] of known.entries()) {
    const previous = known[index - 1];
    if (previous) points.push(...gapsBetween(previous, bucket));
    const unknown = Date.parse(bucket.from) > now || (since !== null && Date.parse(bucket.to) <= since);
    points.push(unknown ? gapAt(bucket.from) : pointOf(bucket));
  }
  const paid = points.some((point) => (point.settled ?? 0) + (point.held ?? 0) + (point.uncertain ?? 0) > 0);
  const free = points.some((point) => (point.wouldHave ?? 0) > 0);
  const highest = Math.max(0, ...points.map((point) => height(point, paid)));
  return { points, ...axisFor(highest), content: paid ? 'paid' : free ? 'would-have' : 'nothing' };
}

/** Evenly spaced ticks from 0 to at least `highest`, stepping by 1, 2 or 5 times a power of ten; at most five steps. */
export function axisFor(highest: number): { ticks: number[]; decimals: number } {
  if (highest <= 0) return { ticks: [0], decimals: 2 };
  const rough = highest / 4;
  const power = Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * 10 ** power >= rough * 0.9999) ?? 10;
  const exponent = step === 10 ? power + 1 : power;
  const mantissa = step === 10 ? 1 : step;
  const decimals = Math.max(2, -exponent);
  const count = Math.ceil(highest / (mantissa * 10 ** exponent) - 1e-9);
  const ticks = Array.from({ length: count + 1 }, (_, index) =>
    Number((index * mantissa * 10 ** exponent).toFixed(Math.max(0, -exponent))),
  );
  return { ticks, decimals };
}

function height(point: SpendPoint, paid: boolean): number {
  if (!paid) return point.wouldHave ?? 0;
  return (point.settled ?? 0) + (point.held ?? 0) + (point.uncertain ?? 0);
}

function pointOf(bucket: SpendBucket): SpendPoint {
  return {
    from: bucket.from,
    settled: dollars(bucket.settledNanoUsd),
    held: dollars(bucket.heldNanoUsd),
    uncertain: dollars(bucket.uncertainNanoUsd),
    wouldHave: dollars(bucket.freeWouldHaveNanoUsd),
    bucket,
  };
}

function gapAt(from: string): SpendPoint {
  return { from, settled: null, held: null, uncertain: null, wouldHave: null, bucket: undefined };
}

function gapsBetween(previous: SpendBucket, next: SpendBucket): SpendPoint[] {
  const length = Date.parse(previous.to) - Date.parse(previous.from);
  const gaps: SpendPoint[] = [];
  if (length <= 0) return gaps;
  // Half a bucket of tolerance: a day is 23 or 25 hours long where clocks change.
  for (let at = Date.parse(previous.to); at < Date.parse(next.from) - length / 2; at += length) {
    gaps.push(gapAt(new Date(at).toISOString()));
  }
  return gaps;
}

/** Only for the height of a bar; what is written beside it is formatted from the exact amount. */
function dollars(nano: string): number {
  return Number(BigInt(nano)) / 1e9;
}
