import { countTokens, fillVector, sha256Of } from '@weighbridge/openai-stub';
import { afterAll, beforeAll, expect } from 'vitest';
import { MODEL } from '../src/clients/index.ts';
import { openPlace, type Place, type PlaceOptions } from '../src/place.ts';

/** A place for all tests of a file: starting one for each would take most of the time. */
export function sharedPlace(options: PlaceOptions): () => Place {
  let place: Place | undefined;
  beforeAll(async () => {
    place = await openPlace(options);
  });
  afterAll(async () => {
    await place?.close();
  });
  return () => {
    if (!place) throw new Error('Only tests and hooks may use what is shared.');
    return place;
  };
}

/** The vector that the stub must give a text. */
export function truth(text: string, dimensions = 1536): Float32Array {
  return fillVector(new Float32Array(dimensions), sha256Of(text), MODEL);
}

/** The tokens of a text by the stub's own count; `Infinity` for one certainly too long. */
export function weighIndependently(text: string): number {
  return countTokens(text, 8192);
}

export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? Number.NaN, b[i] ?? Number.NaN];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / Math.sqrt(aa * bb);
}

/** Each vector has the right length and direction, in the right place. */
export function expectVectors(
  got: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
): void {
  expect(got).toHaveLength(expected.length);
  const wrong = got.flatMap((vector, at) => {
    const right = expected[at]!;
    const near = cosine(vector, right);
    return vector.length === right.length && near > 0.99999 ? [] : [{ at, length: vector.length, near }];
  });
  expect(wrong).toEqual([]);
}
