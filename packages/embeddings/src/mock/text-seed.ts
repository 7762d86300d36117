/** 64 bits that identify a text, as two 32-bit halves. Equal in every process and on every platform. */
export type TextSeed = readonly [number, number];

/** Hashes UTF-16 code units in two independent lanes. */
export function seedOf(text: string, salt: number): TextSeed {
  let high = 0x9e3779b9 ^ salt;
  let low = 0x85ebca6b ^ Math.imul(salt, 0xc2b2ae35);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
    low ^= low >>> 15;
  }
  return [mix(high ^ text.length), mix(low ^ high)];
}

/** Spreads every bit of a 32-bit number over all of them. */
export function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * Adds uniform noise from -amplitude to amplitude to every component (the sfc32 generator). Sums and products of doubles
 * only, so that it is the same to the last bit everywhere.
 */
export function addNoise(vector: Float64Array, dimensions: number, seed: TextSeed, amplitude: number): void {
  let [a, b] = seed;
  let c = mix(a ^ 0x2545f491);
  let counter = mix(b ^ 0x6a09e667);
  const step = amplitude / 2 ** 31;
  for (let i = -8; i < dimensions; i++) {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    // The first rounds only stir the seed.
    if (i >= 0) vector[i] = (vector[i] as number) + sum * step;
  }
}
