import { type Finding, figureText } from './finding.ts';
import { profileVector } from './profile.ts';
import { dot } from './same-vector.ts';

const CONSISTENT_COSINE = 0.999;

/**
 * Compares two embeddings of one text in one space. Providers differ in the fourth decimal between calls, so bits are
 * never compared: a warning is given where the cosine is below 0.999 (or the two cannot be compared at all).
 */
export function compareVectors(previous: Float32Array, current: Float32Array): Finding | undefined {
  const cosine = cosineSimilarity(previous, current);
  if (cosine >= CONSISTENT_COSINE) return undefined;
  return {
    code: 'INCONSISTENT_REPEAT',
    severity: 'warning',
    figure: Number.isFinite(cosine) ? cosine : null,
    message: Number.isFinite(cosine)
      ? `The same text was embedded before with another result: the cosine of the two is ${figureText(cosine)}.`
      : 'The same text was embedded before with a result that cannot be compared.',
    recommendation:
      'Find out whether the model behind the endpoint changed; if it did, embed the stored texts again.',
  };
}

/** From -1 to 1; NaN when the lengths differ or a vector has no direction. */
export function cosineSimilarity(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.NaN;
  return dot(a, b) / Math.sqrt(profileVector(a).squares * profileVector(b).squares);
}
