import { describe, expect, it } from 'vitest';
import { cosine, norm } from '../test/requests.ts';
import { sha256Of } from './count.ts';
import { fillVector } from './vectors.ts';

const vectorOf = (text: string, dimensions = 1536, model = 'm') =>
  fillVector(new Float32Array(dimensions), sha256Of(text), model);

describe('fillVector', () => {
  it.each([1, 2, 3, 5, 255, 256, 1536, 3071, 3072])('has norm 1 in %i dimensions', (dimensions) => {
    for (const text of ['a', 'b', 'c']) expect(norm(vectorOf(text, dimensions))).toBeCloseTo(1, 6);
  });

  it('depends on the text and the model, and on nothing else', () => {
    expect(vectorOf('same')).toEqual(vectorOf('same'));
    expect(Math.abs(cosine(vectorOf('same'), vectorOf('Same')))).toBeLessThan(0.15);
    expect(Math.abs(cosine(vectorOf('same'), vectorOf('same', 1536, 'other')))).toBeLessThan(0.15);
  });

  it('gives different texts different vectors', () => {
    const seen = new Set(Array.from({ length: 5000 }, (_, i) => vectorOf(`text ${i}`, 64).join()));
    expect(seen.size).toBe(5000);
  });

  it.each([256, 511])('shortens to the beginning, renormalised: %i', (dimensions) => {
    const whole = vectorOf('shortened');
    expect(cosine(whole.subarray(0, dimensions), vectorOf('shortened', dimensions))).toBeCloseTo(1, 6);
  });

  it('has no zero, no repeated pattern and a mean near zero', () => {
    const vector = vectorOf('plausible');
    expect(vector.every((value) => value !== 0)).toBe(true);
    expect(new Set(vector).size).toBeGreaterThan(1000);
    expect(Math.abs(vector.reduce((sum, value) => sum + value, 0) / vector.length)).toBeLessThan(0.005);
  });
});
