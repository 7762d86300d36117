import { extractFeatures } from './features.ts';
import { addNoise, mix, seedOf } from './text-seed.ts';

/** Of the whole vector's length: enough to tell any two texts apart, too little to move alike texts away. */
const NOISE = 0.03;
/** A longer text is read in slices, between which the caller may let others run. UTF-16 code units. */
const SLICE = 16_384;
const BEYOND_ASCII = /[^\0-\x7f]/;

/** Makes the mock's vectors for one model. Its memory is its own: two calls that take turns need one maker each. */
export class MockVectorMaker {
  readonly #modelDimensions: number;
  readonly #salt: number;
  /** Features are hashed into as many slots as the smallest power of two that holds every dimension. */
  readonly #work: Float64Array;

  constructor(model: string, modelDimensions: number) {
    this.#modelDimensions = modelDimensions;
    this.#salt = seedOf(model, 0)[0];
    this.#work = new Float64Array(2 ** Math.ceil(Math.log2(Math.max(2, modelDimensions))));
  }

  /**
   * The text's vector, of unit length. Fewer dimensions give the first components of the full vector, scaled to unit
   * length again, as the real models do. Yields after each slice of a long text, and returns the vector.
   */
  *make(text: string, dimensions: number): Generator<undefined, Float32Array> {
    this.#work.fill(0);
    for (let start = 0; start < text.length; start += SLICE) {
      if (start > 0) yield;
      this.#read(text.length <= SLICE ? text : text.slice(start, start + SLICE));
    }
    return this.#finish(text, dimensions);
  }

  #read(slice: string): void {
    const work = this.#work;
    const mask = work.length - 1;
    const salt = this.#salt;
    extractFeatures(BEYOND_ASCII.test(slice) ? slice.normalize('NFKC') : slice, (feature, weight) => {
      const slot = mix(feature ^ salt);
      const squared = slot & 0x80000000 ? weight * weight : -weight * weight;
      work[slot & mask] = (work[slot & mask] as number) + squared;
    });
  }

  #finish(text: string, dimensions: number): Float32Array {
    const work = this.#work;
    dampen(work);
    rotate(work);
    const size = this.#modelDimensions;
    let squares = 0;
    for (let i = 0; i < size; i++) {
      const value = work[i] as number;
      // Random signs, since the transform gives one feature in each row of equal signs all to itself.
      if (mix(this.#salt + i) & 1) work[i] = -value;
      squares += value * value;
    }
    // Uniform noise of amplitude √(3 / n) has length 1. A text without features, such as " ", consists of noise alone.
    const length = squares === 0 ? 1 : NOISE * Math.sqrt(squares);
    addNoise(work, size, seedOf(text, this.#salt), length * Math.sqrt(3 / size));
    return normalised(work, dimensions);
  }
}

/** What is said twice counts more than once, but not twice: weights, squared before, become their roots. */
function dampen(work: Float64Array): void {
  for (let i = 0; i < work.length; i++) {
    const value = work[i] as number;
    if (value > 0) work[i] = Math.sqrt(value);
    else if (value < 0) work[i] = -Math.sqrt(-value);
  }
}

/**
 * The Walsh–Hadamard transform: a rotation that spreads every feature over all components, so that the vector is dense
 * and its first components alone keep distances about as they were. Sums only, hence the same on every platform.
 */
function rotate(work: Float64Array): void {
  const size = work.length;
  for (let half = 1; half < size; half *= 2) {
    for (let start = 0; start < size; start += 2 * half) {
      for (let i = start; i < start + half; i++) {
        const a = work[i] as number;
        const b = work[i + half] as number;
        work[i] = a + b;
        work[i + half] = a - b;
      }
    }
  }
}

function normalised(work: Float64Array, dimensions: number): Float32Array {
  let squares = 0;
  for (let i = 0; i < dimensions; i++) squares += (work[i] as number) ** 2;
  const scale = 1 / Math.sqrt(squares);
  const vector = new Float32Array(dimensions);
  for (let i = 0; i < dimensions; i++) vector[i] = (work[i] as number) * scale;
  return vector;
}
