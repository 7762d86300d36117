/** A quarter hour: every time zone's day adds up from these. */
export const QUARTER_MS = 900_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
/** Days and four weeks are those of UTC; a year of many projects or keys is read in these. */
export const FOUR_WEEKS_MS = 28 * DAY_MS;

export function floorTo(span: number, at: number): number {
  return Math.floor(at / span) * span;
}

export function ceilTo(span: number, at: number): number {
  return Math.ceil(at / span) * span;
}

/** Times from `from` up to but not including `to`. */
export interface TimeRange {
  from: number;
  to: number;
}

/** A range of time as whole spans, and the odd minutes at its edges. */
export interface Decomposition {
  rollups: (TimeRange & { span: number })[];
  edges: TimeRange[];
}

/** Takes the longest spans that fit; `spans` are tried in order, longest first. */
export function decompose(range: TimeRange, spans: readonly number[]): Decomposition {
  const { from, to } = range;
  if (from >= to) return { rollups: [], edges: [] };
  const [span, ...shorter] = spans;
  if (span === undefined) return { rollups: [], edges: [range] };
  const whole = { span, from: ceilTo(span, from), to: floorTo(span, to) };
  if (whole.from >= whole.to) return decompose(range, shorter);
  const before = decompose({ from, to: whole.from }, shorter);
  const after = decompose({ from: whole.to, to }, shorter);
  return {
    rollups: [...before.rollups, whole, ...after.rollups],
    edges: [...before.edges, ...after.edges],
  };
}
