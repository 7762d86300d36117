import type { HourlySpend } from './hours.ts';

const HOUR = 3_600_000;

/** Kinds of teams: what an hour of theirs costs, on average, and how it varies. */
export const USAGE_KINDS = [
  'office hours',
  'round the clock',
  'nightly batch',
  'growing',
  'bursty',
  'week of silence',
] as const;

export type UsageKind = (typeof USAGE_KINDS)[number];

/** Deterministic hourly spend over `days` from `from`, for scoring forecasts. */
export function simulateUsage(kind: UsageKind, from: number, days: number, seed: number): HourlySpend[] {
  const random = mulberry(seed);
  const noise = () => Math.exp((random() + random() + random() - 1.5) * 0.6);
  return Array.from({ length: days * 24 }, (_, hour) => {
    const start = from + hour * HOUR;
    const date = new Date(start);
    return { start, nanoUsd: Math.round(1e7 * intensity(kind, date, hour / 24, random) * noise()) };
  });
}

function intensity(kind: UsageKind, date: Date, day: number, random: () => number): number {
  const hour = date.getUTCHours();
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  switch (kind) {
    case 'office hours':
      return (hour >= 8 && hour < 18 ? 10 : 0.5) * (weekend ? 0.1 : 1);
    case 'round the clock':
      return 4 + 2 * Math.sin(((hour - 8) / 24) * 2 * Math.PI);
    case 'nightly batch':
      return hour === 2 ? 100 : hour === 3 ? 60 : 0.2;
    case 'growing':
      return 2 * 1.04 ** day * (hour >= 7 && hour < 22 ? 1.5 : 0.4);
    case 'bursty':
      return random() < 0.04 ? 60 : 1;
    case 'week of silence':
      return day >= 21 && day < 28 ? 0 : 5;
  }
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
