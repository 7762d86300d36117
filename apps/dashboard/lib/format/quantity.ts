const UNITS = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

const NARROW_SPACE = '\u202f';

/** A count for people: exact to 9,999, then three significant digits ("12.3 k", "1.2 M"). */
export function formatCount(count: number): string {
  if (Math.abs(count) < 10_000) return exactCount(count);
  const [size, unit] = UNITS.find(([limit]) => Math.abs(count) >= limit * 0.9995) ?? UNITS[3];
  const scaled = count / size;
  const digits = Math.abs(scaled) >= 99.95 ? 0 : 1;
  return `${trimZero(scaled.toFixed(digits))}${NARROW_SPACE}${unit}`;
}

/** Every digit, in groups of three. */
export function exactCount(count: number): string {
  return Math.round(count).toLocaleString('en-GB');
}

/** "1 token", "1.2 M tokens". */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Decimal bytes: "512 B", "6.1 kB", "1.2 GB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let scaled = bytes;
  let unit = 'B';
  for (const next of units) {
    scaled /= 1000;
    unit = next;
    if (scaled < 999.5) break;
  }
  return `${trimZero(scaled.toFixed(scaled >= 99.95 ? 0 : 1))} ${unit}`;
}

/**
 * A share of 0 to 1 and beyond as per cent. It never rounds up to a whole that is not reached, nor down to nothing:
 * 0.9999 is "99.9 %", 0.00001 is "<0.1 %".
 */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0%';
  if (percent > 0 && percent < 0.1) return '<0.1%';
  if (percent < 100 && percent > 99.9) return '99.9%';
  if (percent >= 1000) return `${exactCount(percent)}%`;
  return `${trimZero(percent.toFixed(1))}%`;
}

/** Milliseconds for people: "8 ms", "1.4 s". */
export function formatMillis(ms: number): string {
  if (ms < 10) return `${trimZero(ms.toFixed(1))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${trimZero((ms / 1000).toFixed(1))} s`;
}

/** Microseconds for people: "1.6 µs", "42 ms". */
export function formatMicros(micros: number): string {
  if (micros >= 1000) return formatMillis(micros / 1000);
  return `${trimZero(micros.toFixed(micros < 10 ? 1 : 0))} µs`;
}

function trimZero(text: string): string {
  return text.replace(/\.0$/, '');
}
