import { expect, it } from 'vitest';
import { goDuration } from './rate-headers.ts';

it.each([
  [0, '0s'],
  [19.2, '20ms'],
  [999, '999ms'],
  [1000, '1s'],
  [1500, '1.5s'],
  [60_000, '1m0s'],
  [3_612_000, '1h0m12s'],
])('%s ms are %s', (ms, text) => {
  expect(goDuration(ms)).toBe(text);
});
