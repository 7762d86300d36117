import { type Finding, figureText, type VectorPromise } from './finding.ts';
import { participation, type VectorProfile } from './profile.ts';
import { repeatedValues } from './repeated-values.ts';

/** One look at one vector. Undefined when there is nothing to say. */
export type VectorCheck = (
  vector: Float32Array,
  profile: VectorProfile,
  promise: VectorPromise,
) => Finding | undefined;

const NORM_ERROR = 0.01;
const NORM_WARNING = 0.001;
const ZERO_SHARE_ERROR = 0.95;
const DOMINANT_SHARE = 0.5;
const LARGEST_COMPONENT = 100;
const FLAT_ERROR = 0.01;
const FLAT_WARNING = 0.1;
/** Below these a sound vector can look flat, or be carried by one component, by chance. */
const FLAT_DIMENSIONS = 16;
const DOMINANT_DIMENSIONS = 64;

const RETRY = 'Embed the text again; if it recurs, the endpoint is faulty and should not be used.';

export const wrongDimensions: VectorCheck = (vector, _profile, promise) =>
  vector.length === promise.dimensions
    ? undefined
    : {
        code: 'WRONG_DIMENSIONS',
        severity: 'error',
        figure: vector.length,
        message: `The vector has ${vector.length} dimensions instead of ${promise.dimensions}.`,
        recommendation: 'Check the model and the "dimensions" setting of the endpoint that answered.',
      };

export const notFinite: VectorCheck = (vector, profile) => {
  if (Number.isFinite(profile.squares)) return undefined;
  const count = countWhere(vector, (value) => !Number.isFinite(value));
  return {
    code: 'NOT_FINITE',
    severity: 'error',
    figure: count,
    message: `${count} of ${vector.length} components are NaN or infinite.`,
    recommendation: RETRY,
  };
};

export const allZero: VectorCheck = (_vector, profile) =>
  profile.squares !== 0
    ? undefined
    : {
        code: 'ALL_ZERO',
        severity: 'error',
        figure: 0,
        message: 'Every component is zero, so the vector points nowhere and matches nothing.',
        recommendation: RETRY,
      };

export const mostlyZero: VectorCheck = (vector, profile) => {
  // Participation never exceeds the number of non-zero components, so most vectors need no count.
  if (participation(profile) >= vector.length * (1 - ZERO_SHARE_ERROR)) return undefined;
  const share = countWhere(vector, (value) => value === 0) / vector.length;
  if (share <= ZERO_SHARE_ERROR) return undefined;
  return {
    code: 'MOSTLY_ZERO',
    severity: 'error',
    figure: share,
    message: `${figureText(share * 100)} % of the components are zero; an embedding is dense.`,
    recommendation: 'Make sure that the answer was neither cut short nor padded, and embed the text again.',
  };
};

export const normOutOfRange: VectorCheck = (_vector, profile, promise) => {
  if (!promise.unitNorm) return undefined;
  const norm = Math.sqrt(profile.squares);
  const distance = Math.abs(norm - 1);
  if (distance <= NORM_WARNING) return undefined;
  return {
    code: 'NORM_OUT_OF_RANGE',
    severity: distance > NORM_ERROR ? 'error' : 'warning',
    figure: norm,
    message: `The vector's length is ${figureText(norm)}; the model promises 1.`,
    recommendation: 'Make sure that the endpoint serves the named model and normalises its vectors.',
  };
};

export const extremeValue: VectorCheck = (vector, profile, promise) => {
  const tooLarge = !promise.unitNorm && profile.squares > LARGEST_COMPONENT ** 2;
  const dominated =
    vector.length >= DOMINANT_DIMENSIONS && participation(profile) < 1 / (DOMINANT_SHARE * DOMINANT_SHARE);
  if (!tooLarge && !dominated) return undefined;
  const largest = largestMagnitude(vector);
  if (tooLarge && largest > LARGEST_COMPONENT) {
    return {
      code: 'EXTREME_VALUE',
      severity: 'error',
      figure: largest,
      message: `A component has the magnitude ${figureText(largest)}; above ${LARGEST_COMPONENT} it is no embedding.`,
      recommendation: RETRY,
    };
  }
  const share = (largest * largest) / profile.squares;
  if (!dominated || share <= DOMINANT_SHARE) return undefined;
  return {
    code: 'EXTREME_VALUE',
    severity: 'warning',
    figure: share,
    message: `One component carries ${figureText(share * 100)} % of the vector's squared length.`,
    recommendation: 'Compare a few texts: similarities that all look alike point to a faulty model.',
  };
};

export const lowVariance: VectorCheck = (vector, profile) => {
  const length = vector.length;
  // Components that vary by less than a tenth of their size have nearly full participation; sound ones about a third.
  if (length < FLAT_DIMENSIONS || participation(profile) < length * 0.9) return undefined;
  const meanSquare = profile.squares / length;
  const mean = vector.reduce((sum, value) => sum + value, 0) / length;
  const spread = Math.sqrt(Math.max(0, meanSquare - mean * mean) / meanSquare);
  if (spread >= FLAT_WARNING) return undefined;
  return {
    code: 'LOW_VARIANCE',
    severity: spread < FLAT_ERROR ? 'error' : 'warning',
    figure: spread,
    message: `The components are nearly all equal: they vary by ${figureText(spread * 100)} % of their size.`,
    recommendation: RETRY,
  };
};

/** Run in this order. The first three make every later figure meaningless, so inspection stops at one of them. */
export const BREAKING_CHECKS: readonly VectorCheck[] = [wrongDimensions, notFinite, allZero];

export const SOUNDNESS_CHECKS: readonly VectorCheck[] = [
  mostlyZero,
  normOutOfRange,
  extremeValue,
  lowVariance,
  repeatedValues,
];

function countWhere(vector: Float32Array, matches: (value: number) => boolean): number {
  let count = 0;
  for (const value of vector) if (matches(value)) count++;
  return count;
}

function largestMagnitude(vector: Float32Array): number {
  let largest = 0;
  for (const value of vector) {
    const magnitude = Math.abs(value);
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}
