import { describe, expect, it } from 'vitest';
import { sameHours } from './changes.ts';

const iso = ({ from, to }: { from: number; to: number }) => [
  new Date(from).toISOString(),
  new Date(to).toISOString(),
];

describe('the same hours of yesterday', () => {
  it('begin at midnight in the zone and are as long as today has been', () => {
    const { today, yesterday } = sameHours('Europe/Berlin', Date.parse('2026-01-15T11:59:59.999Z'));
    expect(iso(today)).toEqual(['2026-01-14T23:00:00.000Z', '2026-01-15T12:00:00.000Z']);
    expect(iso(yesterday)).toEqual(['2026-01-13T23:00:00.000Z', '2026-01-14T12:00:00.000Z']);
  });

  it('end with a day that was an hour shorter', () => {
    const { today, yesterday } = sameHours('Europe/Berlin', Date.parse('2026-03-30T21:59:59.999Z'));
    expect(iso(today)).toEqual(['2026-03-29T22:00:00.000Z', '2026-03-30T22:00:00.000Z']);
    expect(iso(yesterday)).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
  });
});
