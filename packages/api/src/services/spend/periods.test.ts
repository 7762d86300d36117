import { describe, expect, it } from 'vitest';
import { dayOf, edgesOf, monthOf } from './periods.ts';

const iso = (at: number) => new Date(at).toISOString();
const NOW = Date.UTC(2026, 1, 28, 13, 37, 5);

describe('periods', () => {
  it('cuts days and months in UTC', () => {
    expect(iso(dayOf(NOW).from)).toBe('2026-02-28T00:00:00.000Z');
    expect(iso(dayOf(NOW).to)).toBe('2026-03-01T00:00:00.000Z');
    expect(iso(monthOf(Date.UTC(2026, 11, 31, 23)).to)).toBe('2027-01-01T00:00:00.000Z');
  });

  it('defaults to the last 24 hours and 30 days, the present one included', () => {
    const hours = edgesOf({ granularity: 'hour' }, {}, NOW);
    expect(hours.length).toBe(25);
    expect(iso(hours.at(-1)!)).toBe('2026-02-28T14:00:00.000Z');
    const days = edgesOf({ granularity: 'day' }, {}, NOW);
    expect(days.length).toBe(31);
    expect(iso(days.at(0)!)).toBe('2026-01-30T00:00:00.000Z');
  });

  it('includes the present hour when it has just begun', () => {
    const edges = edgesOf({ granularity: 'hour' }, {}, Date.UTC(2026, 0, 1, 5));
    expect(iso(edges.at(-1)!)).toBe('2026-01-01T06:00:00.000Z');
  });

  it('widens a range to whole buckets', () => {
    const edges = edgesOf({ granularity: 'hour' }, { from: NOW, to: NOW + 1 }, NOW);
    expect(edges.map(iso)).toEqual(['2026-02-28T13:00:00.000Z', '2026-02-28T14:00:00.000Z']);
  });

  it('refuses a range that is backwards or too long', () => {
    expect(() => edgesOf({ granularity: 'day' }, { from: NOW, to: NOW - 3 * 86_400_000 }, NOW)).toThrow(
      'before',
    );
    expect(() => edgesOf({ granularity: 'hour' }, { from: 0, to: NOW }, NOW)).toThrow('longer buckets');
  });

  it('cuts days, weeks and months in a zone, where clocks change too', () => {
    const range = { from: Date.parse('2026-03-28T12:00:00Z'), to: Date.parse('2026-03-30T12:00:00Z') };
    const days = edgesOf({ granularity: 'day', timeZone: 'Europe/Berlin' }, range, NOW);
    expect(days.map(iso)).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      '2026-03-30T22:00:00.000Z',
    ]);
    const weeks = edgesOf({ granularity: 'week', timeZone: 'Asia/Kolkata' }, range, NOW);
    expect(weeks.map(iso)).toEqual([
      '2026-03-22T18:30:00.000Z',
      '2026-03-29T18:30:00.000Z',
      '2026-04-05T18:30:00.000Z',
    ]);
    const months = edgesOf({ granularity: 'month', timeZone: 'Europe/Berlin' }, {}, NOW);
    expect(months.length).toBe(13);
    expect(iso(months[0]!)).toBe('2025-02-28T23:00:00.000Z');
    expect(iso(months.at(-1)!)).toBe('2026-02-28T23:00:00.000Z');
  });
});
