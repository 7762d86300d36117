/** Rollups are kept by quarter hour (every time zone's day adds up) and by hour (a year is read quickly). */
export const QUARTER_MS = 900_000;
export const HOUR_MS = 3_600_000;
export const SPANS: readonly number[] = [QUARTER_MS, HOUR_MS];

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

/** A range of time as whole hours, whole quarters, and the odd minutes at its edges. */
export interface Decomposition {
  rollups: (TimeRange & { span: number })[];
  edges: TimeRange[];
}

export function decompose({ from, to }: TimeRange): Decomposition {
  if (to <= from) return { rollups: [], edges: [] };
  const quarters = { from: ceilTo(QUARTER_MS, from), to: floorTo(QUARTER_MS, to) };
  if (quarters.from >= quarters.to) return { rollups: [], edges: [{ from, to }] };
  const hours = { from: ceilTo(HOUR_MS, from), to: floorTo(HOUR_MS, to) };
  const whole =
    hours.from < hours.to
      ? [
          { span: QUARTER_MS, from: quarters.from, to: hours.from },
          { span: HOUR_MS, from: hours.from, to: hours.to },
          { span: QUARTER_MS, from: hours.to, to: quarters.to },
        ]
      : [{ span: QUARTER_MS, from: quarters.from, to: quarters.to }];
  const edges = [
    { from, to: quarters.from },
    { from: quarters.to, to },
  ];
  return { rollups: whole.filter(isFilled), edges: edges.filter(isFilled) };
}

function isFilled(range: TimeRange): boolean {
  return range.from < range.to;
}
