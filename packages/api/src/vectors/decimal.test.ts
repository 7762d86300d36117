import { describe, expect, it } from 'vitest';
import { shortestDecimal } from './decimal.ts';

/** Any float32 from its 32 bits. */
function fromBits(bits: number): number {
  return new Float32Array(new Uint32Array([bits]).buffer)[0]!;
}

/** A small generator, so that a failure can be repeated. */
function* randomBits(count: number): Generator<number> {
  let state = 0x9e3779b9;
  for (let drawn = 0; drawn < count; drawn += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

describe('shortestDecimal', () => {
  it('prints what a person would write', () => {
    expect(String(shortestDecimal(Math.fround(0.1)))).toBe('0.1');
    expect(String(shortestDecimal(Math.fround(-0.006929283)))).toBe('-0.006929283');
    expect(String(shortestDecimal(Math.fround(1)))).toBe('1');
    expect(String(shortestDecimal(Math.fround(1e-20)))).toBe('1e-20');
    expect(String(shortestDecimal(Math.fround(16777216)))).toBe('16777216');
    expect(shortestDecimal(0)).toBe(0);
    expect(shortestDecimal(Number.NaN)).toBeNaN();
  });

  it('reads back as the same float32, in at most nine digits', () => {
    for (const bits of randomBits(50_000)) {
      const float = fromBits(bits);
      if (!Number.isFinite(float) || float === 0) continue;
      const decimal = shortestDecimal(float);
      expect(Math.fround(decimal)).toBe(float);
      const [digits = ''] = Math.abs(decimal).toExponential().split('e');
      expect(digits.replace('.', '').length).toBeLessThanOrEqual(10);
    }
  });

  it('is never longer than what toPrecision finds', () => {
    for (const bits of randomBits(5000)) {
      const float = fromBits((bits & 0x007fffff) | 0x3c000000);
      let digits = 1;
      while (Math.fround(Number(float.toPrecision(digits))) !== float) digits += 1;
      const shortest = Math.max(6, digits);
      expect(shortestDecimal(float)).toBe(Number(float.toPrecision(shortest)));
    }
  });
});
