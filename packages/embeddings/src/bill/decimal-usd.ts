const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;

/** Places behind the point that are summed exactly: far below what the noise of a float reaches. */
const PLACES = 30;
const NANO = 10n ** BigInt(PLACES - 9);

/**
 * A decimal number of dollars, as a JSON or CSV export writes it ("0.06", "4.2e-07"), as an integer count of 10^-30
 * dollars; further digits are dropped. No float is involved. Undefined for what is no number.
 */
export function exactUsd(text: string): bigint | undefined {
  const match = DECIMAL.exec(text.trim());
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  const shift = PLACES - fraction.length + Number(exponent);
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign === '-' ? -scaled : scaled;
}

/** Nano-USD, rounded once, half away from zero. */
export function roundToNano(exact: bigint): bigint {
  const half = NANO / 2n;
  return exact < 0n ? -((-exact + half) / NANO) : (exact + half) / NANO;
}
