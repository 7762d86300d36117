import { describe, expect, it } from 'vitest';
import { spanOf } from './range.ts';

const NOW = Date.parse('2026-03-30T10:20:00Z');
const chosen = (range: Parameters<typeof spanOf>[0]['range'], from: string | null = null, to = from) => ({
  range,
  from,
  to,
});

describe('spanOf', () => {
  it('takes whole hours for a day and a week, the present one included', () => {
    expect(spanOf(chosen('24h'), NOW, 'Europe/Berlin')).toEqual({
      from: '2026-03-29T11:00:00.000Z',
      to: '2026-03-30T11:00:00.000Z',
      granularity: 'hour',
    });
    expect(spanOf(chosen('7d'), NOW, 'UTC')?.from).toBe('2026-03-23T11:00:00.000Z');
  });

  it('takes whole days of the zone for a month, where clocks change too', () => {
    expect(spanOf(chosen('30d'), NOW, 'Europe/Berlin')).toEqual({
      from: '2026-02-28T23:00:00.000Z',
      to: '2026-03-30T22:00:00.000Z',
      granularity: 'day',
    });
  });

  it('takes whole weeks for a year', () => {
    expect(spanOf(chosen('12m'), NOW, 'UTC')).toEqual({
      from: '2025-03-31T00:00:00.000Z',
      to: '2026-04-06T00:00:00.000Z',
      granularity: 'week',
    });
  });

  it('reads dates of one’s own with both ends within, and widens to weeks when there are many', () => {
    expect(spanOf(chosen('custom', '2026-03-28', '2026-03-29'), NOW, 'UTC')).toEqual({
      from: '2026-03-28T00:00:00.000Z',
      to: '2026-03-30T00:00:00.000Z',
      granularity: 'hour',
    });
    expect(spanOf(chosen('custom', '2026-03-01', '2026-03-20'), NOW, 'UTC')?.granularity).toBe('day');
    expect(spanOf(chosen('custom', '2025-10-01', '2026-03-20'), NOW, 'UTC')).toEqual({
      from: '2025-09-29T00:00:00.000Z',
      to: '2026-03-23T00:00:00.000Z',
      granularity: 'week',
    });
    expect(spanOf(chosen('custom'), NOW, 'UTC')?.from).toBe('2026-03-24T00:00:00.000Z');
  });

  it('knows when dates cannot be read', () => {
    expect(spanOf(chosen('custom', '2026-03-20', '2026-03-01'), NOW, 'UTC')).toBeNull();
    expect(spanOf(chosen('custom', 'soon'), NOW, 'UTC')).toBeNull();
  });
});
