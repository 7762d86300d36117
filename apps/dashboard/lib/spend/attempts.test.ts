import { expect, it } from 'vitest';
import { callsOf, entryTitle } from './attempts.ts';

const line = (id: string, requestId: string, batch = 0, attempt = 1, kind = 'attempt') => ({
  id,
  kind,
  state: 'settled',
  placedAt: `2026-03-01T00:00:0${id}Z`,
  closedAt: null,
  requestId,
  batch,
  attempt,
});

it('groups what one correlation id did by call, in order', () => {
  const calls = callsOf([line('1', 'call_a'), line('2', 'call_b'), line('3', 'call_a', 0, 2)]);
  expect(calls.map(({ requestId, at, lines }) => [requestId, at, lines.map(({ id }) => id)])).toEqual([
    ['call_a', '2026-03-01T00:00:01Z', ['1', '3']],
    ['call_b', '2026-03-01T00:00:02Z', ['2']],
  ]);
});

it('names entries by what they were', () => {
  expect(entryTitle(line('1', 'a', 1))).toBe('Request 2');
  expect(entryTitle(line('1', 'a', 0, 3))).toBe('Request 1, try 3');
  expect(entryTitle(line('1', 'a', 0, 1, 'recalled'))).toBe('From the cache');
  expect(entryTitle(line('1', 'a', 0, 1, 'brand new'))).toBe('brand new');
});
