import { expect, it } from 'vitest';
import { deliveryState } from './delivery.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const pending = { state: 'pending', attempts: 0, lastError: null, nextAt: '2026-11-25T12:01:30Z' } as const;
const refused = { lastError: 'It answered 503.', attempts: 3 };

it.each([
  [pending, 'waiting', ''],
  [{ ...pending, attempts: 1 }, 'on its way', ''],
  [{ ...pending, ...refused }, 'trying', 'It answered 503. Tried again in 2 min.'],
  [{ ...pending, ...refused, nextAt: '2026-11-25T11:59:00Z' }, 'trying', 'It answered 503. Tried again now.'],
  [{ ...pending, ...refused, state: 'failed', nextAt: null }, 'failed', 'It answered 503.'],
  [{ ...pending, attempts: 4, state: 'delivered', nextAt: null }, 'delivered', ''],
] as const)('%j reads as %s', (delivery, word, note) => {
  expect(deliveryState(delivery, now)).toMatchObject({ word, note });
});
