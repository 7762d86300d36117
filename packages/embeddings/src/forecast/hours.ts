const HOUR = 3_600_000;

/** Money spent in one hour of UTC, in nano-USD. Forecasts are estimates, so plain numbers do. */
export interface HourlySpend {
  /** First ms of the hour. */
  start: number;
  nanoUsd: number;
}

/** Consecutive complete hours. */
export interface Hours {
  /** Hours since the epoch of the first one. */
  first: number;
  /** Nano-USD of each; what was not said is zero, as it is in a ledger. */
  spent: Float64Array;
}

/** Every complete hour from the first with spend until now. */
export function completeHours(history: readonly HourlySpend[], now: number): Hours {
  const end = Math.floor(now / HOUR);
  const before = history
    .map(({ start, nanoUsd }) => ({ hour: Math.floor(start / HOUR), nanoUsd }))
    .filter(({ hour }) => hour < end);
  const first = before.reduce(
    (earliest, { hour, nanoUsd }) => (nanoUsd > 0 ? Math.min(earliest, hour) : earliest),
    end,
  );
  const spent = new Float64Array(end - first);
  for (const { hour, nanoUsd } of before) {
    if (hour >= first) spent[hour - first] = (spent[hour - first] ?? 0) + nanoUsd;
  }
  return { first, spent };
}

/** The first so many of them. */
export function firstOf({ first, spent }: Hours, count: number): Hours {
  return { first, spent: spent.subarray(0, count) };
}

export function sumOf(spent: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += spent[index] ?? 0;
  return sum;
}
