const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago an instant was, in one unit: "just now", "12 s ago", "3 min ago", "2 h ago", "4 days ago". */
export function formatAgo(at: string, now: number): string {
  const passed = now - Date.parse(at);
  if (passed < 5 * SECOND) return 'just now';
  return `${duration(passed, Math.floor)} ago`;
}

/** When a budget's window ends: "resets in 3 h"; rounded up, so that it is never over when it reads as over. */
export function formatReset(resetsAt: string | null, now: number): string {
  return resetsAt === null ? 'never resets' : `resets ${formatUntil(resetsAt, now)}`;
}

/** How long until an instant, in one unit: "now", "in 12 s", "in 3 h". */
export function formatUntil(at: string, now: number): string {
  const left = Date.parse(at) - now;
  return left > 0 ? `in ${duration(left, Math.ceil)}` : 'now';
}

/** How long to wait, in one unit and rounded up: "12 s", "44 min". */
export function formatWait(ms: number): string {
  return duration(ms, Math.ceil);
}

/** Date and time in full, for titles: "23 Nov 2025, 18:04:09 UTC". */
export function formatAbsolute(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(at));
}

/** Day and minute, for running text whose title has the rest: "23 Nov, 18:04". */
export function formatMoment(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(new Date(at));
}

/** What one bar of a chart stands for. */
export type Granularity = 'hour' | 'day' | 'week' | 'month';

const BUCKET_LABELS = {
  hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
} as const satisfies Record<Granularity, Intl.DateTimeFormatOptions>;

/**
 * The shortest label that tells neighbouring buckets of a chart apart: "18:00" for hours, "23 Nov" for days and for the
 * Mondays of weeks, "Nov 2025" for months.
 */
export function formatBucket(at: string, granularity: Granularity, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { ...BUCKET_LABELS[granularity], timeZone }).format(new Date(at));
}

/** Instants among many hours that a chart names: the midnights of a zone, when there is more than a day of hours. */
export function midnightsOf(instants: readonly string[], timeZone: string): string[] | undefined {
  if (instants.length <= 25) return undefined;
  return instants.filter((at) => formatBucket(at, 'hour', timeZone) === '00:00');
}

function duration(ms: number, round: (value: number) => number): string {
  if (round(ms / SECOND) < 60) return `${round(ms / SECOND)} s`;
  if (round(ms / MINUTE) < 60) return `${round(ms / MINUTE)} min`;
  if (round(ms / HOUR) < 48) return `${round(ms / HOUR)} h`;
  return `${round(ms / DAY)} days`;
}
