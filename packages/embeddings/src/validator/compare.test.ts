import { describe, expect, test } from 'vitest';
import { compareVectors, cosineSimilarity } from './compare.ts';

/** A unit vector in the plane, at an angle whose cosine with (1, 0) is given. */
const at = (cosine: number) => Float32Array.of(cosine, Math.sqrt(1 - cosine * cosine));
const reference = Float32Array.of(1, 0);

describe('two embeddings of one text', () => {
  test('agree where they differ in the fourth decimal only', () => {
    expect(compareVectors(reference, reference)).toBeUndefined();
    expect(compareVectors(reference, at(0.9995))).toBeUndefined();
  });

  test('are inconsistent where their cosine is below 0.999', () => {
    const finding = compareVectors(reference, at(0.9985));
    expect(finding).toMatchObject({ code: 'INCONSISTENT_REPEAT', severity: 'warning' });
    expect(finding?.figure).toBeCloseTo(0.9985, 5);
  });

  test('are compared by direction, whatever their length', () => {
    expect(compareVectors(reference, Float32Array.of(5, 0))).toBeUndefined();
  });

  test('cannot be compared when their dimensions differ or one has no direction', () => {
    expect(compareVectors(reference, Float32Array.of(1, 0, 0))).toMatchObject({ figure: null });
    expect(compareVectors(reference, Float32Array.of(0, 0))).toMatchObject({ figure: null });
  });

  test('have a cosine between -1 and 1', () => {
    expect(cosineSimilarity(reference, Float32Array.of(-2, 0))).toBe(-1);
    expect(cosineSimilarity(reference, Float32Array.of(0, 1))).toBe(0);
    expect(cosineSimilarity(Float32Array.of(1, 2, 2), Float32Array.of(1, 2, 2))).toBeCloseTo(1, 12);
  });
});
