/** A mean shorter than this is what rounding left of vectors that cancel out: it points nowhere. */
const SHORTEST_MEAN = 1e-6;

/**
 * The direction of vectors averaged by weight, of unit length (as in OpenAI's cookbook, "Embedding texts that are longer
 * than the model's maximum context length"). Summed in double precision and rounded once. Undefined when they cancel out.
 * @param vectors at least one, all of the same length
 * @param weights positive, one for each
 */
export function weightedAverage(
  vectors: readonly Float32Array[],
  weights: readonly number[],
): Float32Array | undefined {
  const mean = new Float64Array(vectors[0]?.length ?? 0);
  let total = 0;
  for (const weight of weights) total += weight;
  for (const [at, vector] of vectors.entries()) {
    const share = (weights[at] ?? 0) / total;
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] as number) + share * (vector[i] as number);
  }
  let squares = 0;
  for (const value of mean) squares += value * value;
  const length = Math.sqrt(squares);
  if (!(length > SHORTEST_MEAN)) return undefined;
  return Float32Array.from(mean, (value) => value / length);
}
