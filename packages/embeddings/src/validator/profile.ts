/**
 * The two sums that every check starts from, made in one pass over a vector. NaN and infinity poison `squares`, so a
 * finite value proves every component finite: the square of the largest float32 is far below the largest double.
 */
export interface VectorProfile {
  /** Sum of x². */
  squares: number;
  /** Sum of x⁴: with `squares` it tells how many components carry the length, without looking at each again. */
  fourths: number;
}

export function profileVector(vector: Float32Array): VectorProfile {
  // Four independent sums, because a single one would wait for the previous addition at every step.
  let squares0 = 0;
  let squares1 = 0;
  let squares2 = 0;
  let squares3 = 0;
  let fourths0 = 0;
  let fourths1 = 0;
  let fourths2 = 0;
  let fourths3 = 0;
  const length = vector.length;
  const whole = length - (length % 4);
  for (let i = 0; i < whole; i += 4) {
    const x0 = vector[i] as number;
    const x1 = vector[i + 1] as number;
    const x2 = vector[i + 2] as number;
    const x3 = vector[i + 3] as number;
    const y0 = x0 * x0;
    const y1 = x1 * x1;
    const y2 = x2 * x2;
    const y3 = x3 * x3;
    squares0 += y0;
    squares1 += y1;
    squares2 += y2;
    squares3 += y3;
    fourths0 += y0 * y0;
    fourths1 += y1 * y1;
    fourths2 += y2 * y2;
    fourths3 += y3 * y3;
  }
  for (let i = whole; i < length; i++) {
    const x = vector[i] as number;
    squares0 += x * x;
    fourths0 += x * x * x * x;
  }
  return {
    squares: squares0 + squares1 + squares2 + squares3,
    fourths: fourths0 + fourths1 + fourths2 + fourths3,
  };
}

/**
 * How many components carry the vector's length: squares² / fourths, from 1 (one does) to the number of dimensions (all
 * alike). It never exceeds the count of non-zero components, nor 1 / share² for the largest component's share of squares.
 */
export function participation(profile: VectorProfile): number {
  return (profile.squares * profile.squares) / profile.fourths;
}
