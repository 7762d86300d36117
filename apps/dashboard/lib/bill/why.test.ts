import { expect, it } from 'vitest';
import { whyUncertain } from './why.ts';

it('says why an attempt is uncertain, of codes it does not know too', () => {
  expect(whyUncertain('CRASHED')).toBe('The process died while it was out');
  expect(whyUncertain('SOMETHING_NEW')).toBe('Its answer was lost');
  expect(whyUncertain(null)).toBe('Its answer was lost');
});
