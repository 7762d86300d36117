import { describe, expect, it } from 'vitest';
import { addDays, dateAt, daysBetween, isDate, mondayOf, startOfDate } from './zone.ts';

const iso = (at: number) => new Date(at).toISOString();

describe('dates in a zone', () => {
  it('begin at the zone’s midnight, on both sides of a change of clocks', () => {
    expect(iso(startOfDate('2026-03-29', 'Europe/Berlin'))).toBe('2026-03-28T23:00:00.000Z');
    expect(iso(startOfDate('2026-03-30', 'Europe/Berlin'))).toBe('2026-03-29T22:00:00.000Z');
    expect(iso(startOfDate('2026-11-01', 'America/New_York'))).toBe('2026-11-01T04:00:00.000Z');
    expect(iso(startOfDate('2026-11-02', 'America/New_York'))).toBe('2026-11-02T05:00:00.000Z');
    expect(iso(startOfDate('2026-07-01', 'Asia/Kolkata'))).toBe('2026-06-30T18:30:00.000Z');
  });

  it('are read off an instant', () => {
    expect(dateAt(Date.parse('2026-03-29T22:30:00Z'), 'Europe/Berlin')).toBe('2026-03-30');
    expect(dateAt(Date.parse('2026-03-29T22:30:00Z'), 'UTC')).toBe('2026-03-29');
  });

  it('are counted without clocks', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(mondayOf('2026-03-29')).toBe('2026-03-23');
    expect(mondayOf('2026-03-23')).toBe('2026-03-23');
  });

  it('are told from other texts', () => {
    expect(isDate('2026-02-28')).toBe(true);
    expect(isDate('2026-02-30')).toBe(false);
    expect(isDate('tomorrow')).toBe(false);
  });
});
