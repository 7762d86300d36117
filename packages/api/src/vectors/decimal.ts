/** Powers of ten that a double holds exactly. */
const EXACT_POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** Any two float32 differ within nine significant digits (a tenth covers a logarithm that came out one too low). */
const MOST = 10;
/** Where fewer would do, six end in zeros that no number prints. */
const FEWEST = 6;

/**
 * The number whose decimal form is the shortest that still reads back as the same float32, so that JSON holds `0.1`
 * and not `0.10000000149011612`.
 */
export function shortestDecimal(float32: number): number {
  if (!Number.isFinite(float32) || float32 === 0) return float32;
  const magnitude = Math.floor(Math.log10(Math.abs(float32)));
  for (let digits = FEWEST; digits <= MOST; digits += 1) {
    const candidate = rounded(float32, digits, digits - 1 - magnitude);
    if (Math.fround(candidate) === float32) return candidate;
  }
  return float32;
}

function rounded(value: number, digits: number, places: number): number {
  const power = EXACT_POWERS[places];
  // An integer of at most ten digits over an exact power is one correctly rounded division: the decimal itself.
  if (power !== undefined) return Math.round(value * power) / power;
  return Number(value.toPrecision(digits));
}
