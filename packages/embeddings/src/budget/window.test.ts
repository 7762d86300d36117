import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUDGET_WINDOWS } from './budget.ts';
import { assertWindow, windowAt } from './window.ts';

const at = (text: string) => Date.parse(text);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

describe('windows of a budget', () => {
  it.each([
    [
      'hour',
      'UTC',
      '00:00',
      '2026-05-04T10:59:59.999Z',
      '2026-05-04T10:00:00.000Z',
      '2026-05-04T11:00:00.000Z',
    ],
    [
      'hour',
      'Asia/Kolkata',
      '00:00',
      '2026-05-04T10:45:00Z',
      '2026-05-04T10:30:00.000Z',
      '2026-05-04T11:30:00.000Z',
    ],
    ['day', 'UTC', '00:00', '2026-05-04T00:00:00Z', '2026-05-04T00:00:00.000Z', '2026-05-05T00:00:00.000Z'],
    ['day', 'UTC', '09:30', '2026-05-04T09:29:59Z', '2026-05-03T09:30:00.000Z', '2026-05-04T09:30:00.000Z'],
    [
      'day',
      'America/New_York',
      '00:00',
      '2026-05-04T03:59:00Z',
      '2026-05-03T04:00:00.000Z',
      '2026-05-04T04:00:00.000Z',
    ],
    ['week', 'UTC', '00:00', '2026-11-22T12:00:00Z', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['month', 'UTC', '00:00', '2028-02-29T12:00:00Z', '2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
    ['month', 'UTC', '06:00', '2026-03-01T05:00:00Z', '2026-02-01T06:00:00.000Z', '2026-03-01T06:00:00.000Z'],
  ] as const)('%s in %s from %s holds %s', (window, timeZone, resetTime, now, start, end) => {
    const bounds = windowAt({ window, timeZone, resetTime }, at(now));
    expect([iso(bounds.start), iso(bounds.end)]).toEqual([start, end]);
  });

  it('gives Berlin a day of 23 hours in March and of 25 in October', () => {
    const hours = (now: string) => {
      const { start, end } = windowAt(
        { window: 'day', timeZone: 'Europe/Berlin', resetTime: '00:00' },
        at(now),
      );
      return ((end ?? 0) - start) / 3_600_000;
    };
    expect(hours('2026-03-29T12:00:00Z')).toBe(23);
    expect(hours('2026-10-25T12:00:00Z')).toBe(25);
    expect(hours('2026-06-01T12:00:00Z')).toBe(24);
  });

  it('never ends a total', () => {
    expect(windowAt({ window: 'total', timeZone: 'UTC', resetTime: '00:00' }, 5)).toEqual({
      start: 0,
      end: null,
    });
  });

  it('lays windows end to end: every instant is in exactly one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BUDGET_WINDOWS.filter((window) => window !== 'total')),
        fc.constantFrom(
          'UTC',
          'Europe/Berlin',
          'America/St_Johns',
          'Pacific/Apia',
          'Asia/Kolkata',
          'America/Sao_Paulo',
        ),
        fc.constantFrom('00:00', '02:30', '23:59'),
        fc.integer({ min: at('2009-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') }),
        (window, timeZone, resetTime, now) => {
          const budget = { window, timeZone, resetTime };
          const { start, end } = windowAt(budget, now);
          expect(start).toBeLessThanOrEqual(now);
          expect(end).toBeGreaterThan(now);
          expect(windowAt(budget, start)).toEqual({ start, end });
          expect(windowAt(budget, (end ?? 0) - 1)).toEqual({ start, end });
          expect(windowAt(budget, end ?? 0).start).toBe(end);
        },
      ),
    );
  });

  it.each([
    ['Mars/Olympus', '00:00'],
    ['UTC', '24:00'],
    ['UTC', '9:00'],
  ])('refuses zone %s and reset time %s', (timeZone, resetTime) => {
    expect(() => assertWindow({ timeZone, resetTime })).toThrow(
      expect.objectContaining({ code: 'INVALID_BUDGET' }),
    );
  });
});
