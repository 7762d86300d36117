import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
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
    // 01:00 to 02:00 daylight time, then the clock goes back by half an hour only.
    [
      'hour',
      'Australia/Lord_Howe',
      '00:00',
      '2026-04-04T15:15:00Z',
      '2026-04-04T14:00:00.000Z',
      '2026-04-04T15:30:00.000Z',
    ],
    [
      'hour',
      'Australia/Lord_Howe',
      '00:00',
      '2026-10-03T15:45:00Z',
      '2026-10-03T14:30:00.000Z',
      '2026-10-03T16:00:00.000Z',
    ],
    // Nepal put its clocks forward by a quarter of an hour at midnight.
    [
      'hour',
      'Asia/Kathmandu',
      '00:00',
      '1985-12-31T18:40:00Z',
      '1985-12-31T17:30:00.000Z',
      '1985-12-31T19:15:00.000Z',
    ],
    [
      'hour',
      'Europe/Berlin',
      '00:00',
      '2026-10-25T00:30:00Z',
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
    ],
    // 02:30 does not exist on that day: it falls at 03:30.
    [
      'day',
      'Europe/Berlin',
      '02:30',
      '2026-03-29T01:29:00Z',
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
    ],
    [
      'day',
      'Europe/Berlin',
      '02:30',
      '2026-03-29T01:30:00Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ],
    // 02:30 comes twice: the first counts.
    [
      'day',
      'Europe/Berlin',
      '02:30',
      '2026-10-25T01:15:00Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ],
    // At 00:01 the clock went back to 23:01 of the day before: the new day had begun.
    [
      'day',
      'America/St_Johns',
      '00:00',
      '2010-11-07T03:00:00Z',
      '2010-11-07T02:30:00.000Z',
      '2010-11-08T03:30:00.000Z',
    ],
    // Samoa left out 30 December.
    [
      'day',
      'Pacific/Apia',
      '23:59',
      '2011-12-30T10:30:00Z',
      '2011-12-30T09:59:00.000Z',
      '2011-12-31T09:59:00.000Z',
    ],
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

  describe('around the changes of clocks', () => {
    const ZONES = [
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'America/Goose_Bay',
      'America/Caracas',
      'America/Sao_Paulo',
      'Asia/Kathmandu',
      'Asia/Pyongyang',
      'Pacific/Apia',
      'Pacific/Chatham',
      'Antarctica/Troll',
      'Africa/Casablanca',
      'Africa/Monrovia',
    ];
    const changes = ZONES.flatMap((timeZone) => changesOf(timeZone).map((change) => ({ timeZone, change })));
    const nearChange = fc
      .record({
        one: fc.constantFrom(...changes),
        beside: fc.integer({ min: -30 * 3_600_000, max: 30 * 3_600_000 }),
      })
      .map(({ one, beside }) => ({ timeZone: one.timeZone, now: one.change + beside }));

    it('lays windows end to end, at any reset time', () => {
      fc.assert(
        fc.property(
          nearChange,
          fc.constantFrom('hour', 'day', 'week', 'month'),
          fc.constantFrom('00:00', '00:30', '01:59', '02:00', '02:30', '23:30', '23:59'),
          ({ timeZone, now }, window, resetTime) => {
            const budget = { window, timeZone, resetTime } as const;
            const { start, end } = windowAt(budget, now);
            expect(start).toBeLessThanOrEqual(now);
            expect(end).toBeGreaterThan(now);
            for (const within of [start, (end ?? 0) - 1]) {
              expect(windowAt(budget, within)).toEqual({ start, end });
            }
            expect(windowAt(budget, end ?? 0).start).toBe(end);
            expect(windowAt(budget, start - 1).end).toBe(start);
          },
        ),
        { numRuns: 400 },
      );
    });

    it('begins an hour whenever, and only when, a clock shows a full hour', () => {
      fc.assert(
        fc.property(nearChange, ({ timeZone, now }) => {
          const { start, end } = windowAt({ window: 'hour', timeZone, resetTime: '00:00' }, now);
          const clock = new Intl.DateTimeFormat('en-GB', { timeZone, minute: 'numeric', second: 'numeric' });
          const full: number[] = [];
          for (let at = start; at <= (end ?? 0); at += 15_000) {
            if (/^0?0:00$/.test(clock.format(at))) full.push(at);
          }
          expect(full).toEqual([start, end]);
        }),
        { numRuns: 150 },
      );
    });
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

/** Every instant at which a zone's offset changed, from 1970 to 2030. */
function changesOf(timeZone: string): number[] {
  const changes: number[] = [];
  let at = Temporal.Instant.from('1970-01-02T00:00Z').toZonedDateTimeISO(timeZone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.year > 2030) return changes;
    changes.push(next.epochMilliseconds);
    at = next;
  }
}
