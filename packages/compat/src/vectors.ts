import { fillVector, sha256Of } from '@weighbridge/openai-stub';
import { MODEL } from './clients/index.ts';

/** The vector that the stub must give a text. */
export function truth(text: string, dimensions = 1536): Float32Array {
  return fillVector(new Float32Array(dimensions), sha256Of(text), MODEL);
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

/** Same length, same direction: services differ in a vector's last digits, and so do encodings. */
export function isSame(vector: ArrayLike<number>, expected: ArrayLike<number>): boolean {
  return vector.length === expected.length && cosine(vector, expected) > 0.99999;
}
