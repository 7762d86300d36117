import { expect, test } from 'vitest';
import { float32List } from './float32-text.ts';

const text = (...values: number[]) => float32List(Float32Array.from(values)).toString();

/** Significant digits of the shortest decimal that reads back as the same float32. */
function fewestDigits(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    if (Math.fround(Number(value.toPrecision(digits))) === value) return digits;
  }
  return 9;
}

const digitsIn = (decimal: string) =>
  decimal
    .replace(/e.*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '').length;

test('well-known numbers are written as people would', () => {
  expect(text(0.1, -0.25, 0, -0, 1, 0.00123, 1e-7, 3e-9, -123.5)).toBe(
    '0.1,-0.25,0,0,1,0.00123,0.0000001,3e-9,-123.5',
  );
});

test('every number reads back as the same float32 and is as short as can be', () => {
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  let state = 12345;
  for (let round = 0; round < 200_000; round++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // Every third from all of float32, the others of the size that vectors have.
    if (round % 3 === 0) bits[0] = state;
    else float[0] = (state / 2 ** 31 - 1) * 10 ** -(round % 5);
    const value = float[0] ?? 0;
    if (!Number.isFinite(value) || value === 0) continue;
    const written = text(value);
    if (Math.fround(Number(written)) !== value || digitsIn(written) > fewestDigits(value)) {
      expect.fail(`${value} was written as ${written}`);
    }
  }
});

test('what JSON lacks is refused, never written', () => {
  expect(() => text(Number.NaN)).toThrow(RangeError);
  expect(() => text(Number.POSITIVE_INFINITY)).toThrow(RangeError);
});
