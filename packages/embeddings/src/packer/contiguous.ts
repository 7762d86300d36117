import type { ModelLimits } from '../models/catalogue.ts';

const HALVINGS = 12;

/**
 * Cuts the input order into the fewest stretches that respect the limits. Where these are as few as `fewest`, the limits
 * are then lowered as far as that count allows, so that the stretches are of about one size and take about one time.
 */
export function packContiguously(tokens: Uint32Array, limits: ModelLimits, fewest: number): number[][] {
  let ends = cut(tokens, limits.maxInputs, limits.maxTokensPerRequest, Number.POSITIVE_INFINITY) ?? [];
  if (ends.length === fewest) {
    let tooSmall = 0;
    let enough = 1;
    for (let i = 0; i < HALVINGS; i++) {
      const share = (tooSmall + enough) / 2;
      const evener = cut(tokens, limits.maxInputs * share, limits.maxTokensPerRequest * share, fewest);
      if (evener) {
        ends = evener;
        enough = share;
      } else {
        tooSmall = share;
      }
    }
  }
  let start = 0;
  return ends.map((end) => {
    const from = start;
    start = end;
    return Array.from({ length: end - from }, (_, offset) => from + offset);
  });
}

/** Ends of the stretches, each filled as far as it goes; undefined when one input does not fit or there are too many. */
function cut(
  tokens: Uint32Array,
  maxInputs: number,
  maxTokens: number,
  maxStretches: number,
): number[] | undefined {
  const ends: number[] = [];
  let inputs = 0;
  let sum = 0;
  for (let position = 0; position < tokens.length; position++) {
    const count = tokens[position] as number;
    if (maxInputs < 1 || count > maxTokens) return undefined;
    if (inputs + 1 > maxInputs || sum + count > maxTokens) {
      ends.push(position);
      if (ends.length >= maxStretches) return undefined;
      inputs = 0;
      sum = 0;
    }
    inputs++;
    sum += count;
  }
  ends.push(tokens.length);
  return ends;
}
