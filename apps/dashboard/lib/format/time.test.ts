import { describe, expect, it } from 'vitest';
import {
  formatAbsolute,
  formatAgo,
  formatBucket,
  formatMoment,
  formatReset,
  formatWait,
  midnightsOf,
} from './time.ts';

const NOW = Date.parse('2026-03-10T12:00:00.000Z');
const at = (ms: number) => new Date(NOW + ms).toISOString();
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('formatAgo', () => {
  it.each([
    [-2 * SECOND, 'just now'],
    // A clock that runs ahead of the browser's must not read as the future.
    [30 * SECOND, 'just now'],
    [-12 * SECOND, '12 s ago'],
    [-59.9 * SECOND, '59 s ago'],
    [-3 * MINUTE, '3 min ago'],
    [-119 * MINUTE, '1 h ago'],
    [-47 * HOUR, '47 h ago'],
    [-50 * HOUR, '2 days ago'],
  ])('%d ms reads %s', (offset, text) => expect(formatAgo(at(offset), NOW)).toBe(text));
});

describe('formatReset', () => {
  it.each([
    [3 * HOUR, 'resets in 3 h'],
    [2 * HOUR + MINUTE, 'resets in 3 h'],
    [59.5 * MINUTE, 'resets in 1 h'],
    [20 * SECOND, 'resets in 20 s'],
    [3 * 24 * HOUR, 'resets in 3 days'],
    [0, 'resets now'],
    [-HOUR, 'resets now'],
  ])('%d ms reads %s', (offset, text) => expect(formatReset(at(offset), NOW)).toBe(text));

  it('says when a budget has no end', () => expect(formatReset(null, NOW)).toBe('never resets'));
});

describe('formatWait', () => {
  it.each([
    [800, '1 s'],
    [12 * SECOND, '12 s'],
    [2625 * SECOND, '44 min'],
    [HOUR, '1 h'],
  ])('%d ms reads %s', (ms, text) => expect(formatWait(ms)).toBe(text));
});

describe('formatAbsolute', () => {
  it('names the zone', () => {
    expect(formatAbsolute('2026-03-10T12:00:05Z', 'UTC')).toBe('10 Mar 2026, 12:00:05 UTC');
    expect(formatAbsolute('2026-03-10T12:00:05Z', 'Europe/Berlin')).toContain('13:00:05');
  });
});

describe('formatBucket', () => {
  it('labels hours and days in the zone of the reader', () => {
    expect(formatBucket('2026-03-10T23:00:00Z', 'hour', 'UTC')).toBe('23:00');
    expect(formatBucket('2026-03-10T23:00:00Z', 'hour', 'Europe/Berlin')).toBe('00:00');
    expect(formatBucket('2026-03-10T00:00:00Z', 'day', 'UTC')).toBe('10 Mar');
    expect(formatBucket('2026-03-09T00:00:00Z', 'week', 'UTC')).toBe('9 Mar');
    expect(formatBucket('2026-02-28T23:00:00Z', 'month', 'Europe/Berlin')).toBe('Mar 2026');
  });
});

describe('midnightsOf', () => {
  const hours = (count: number) =>
    Array.from({ length: count }, (_, hour) =>
      new Date(Date.parse('2026-03-10T00:00:00Z') + hour * HOUR).toISOString(),
    );

  it('names the days of many hours by the reader’s midnights', () => {
    expect(midnightsOf(hours(49), 'UTC')).toEqual([hours(49)[0], hours(49)[24], hours(49)[48]]);
    expect(midnightsOf(hours(49), 'Europe/Berlin')).toEqual([hours(49)[23], hours(49)[47]]);
  });

  it('leaves a day of hours to the chart', () => expect(midnightsOf(hours(24), 'UTC')).toBeUndefined());
});

describe('formatMoment', () => {
  it('is the day and the minute of the reader', () => {
    expect(formatMoment(at(0), 'Europe/Berlin')).toBe('10 Mar, 13:00');
  });
});
