import { countTokens } from '@weighbridge/openai-stub';
import { afterAll, beforeAll, expect } from 'vitest';
import { openPlace, type Place, type PlaceOptions } from '../src/place.ts';
import { cosine, isSame } from '../src/vectors.ts';

export { cosine, truth } from '../src/vectors.ts';

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

/** The tokens of a text by the stub's own count; `Infinity` for one certainly too long. */
export function weighIndependently(text: string): number {
  return countTokens(text, 8192);
}

/** Each vector has the right length and direction, in the right place. */
export function expectVectors(
  got: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
): void {
  expect(got).toHaveLength(expected.length);
  const wrong = got.flatMap((vector, at) => {
    const right = expected[at]!;
    return isSame(vector, right) ? [] : [{ at, length: vector.length, near: cosine(vector, right) }];
  });
  expect(wrong).toEqual([]);
}
