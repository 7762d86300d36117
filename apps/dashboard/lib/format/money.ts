const NANO_PER_USD = 1_000_000_000n;

/** An amount as the API offers it: integer nano-USD, as a decimal string or already a bigint. */
export type NanoUsd = string | bigint;

/**
 * Dollars for people: cents when that says enough ("$12.40"), otherwise three significant digits ("$0.0134"), so that
 * a fraction of a cent never reads as nothing.
 */
export function formatUsd(amount: NanoUsd): string {
  const nano = BigInt(amount);
  const sign = nano < 0n ? '-' : '';
  const absolute = nano < 0n ? -nano : nano;
  if (absolute === 0n) return '$0.00';
  if (absolute >= NANO_PER_USD) return `${sign}$${dollarsAndCents(absolute)}`;
  const digits = absolute.toString().padStart(9, '0');
  const lead = digits.search(/[1-9]/);
  const kept = Math.max(2, Math.min(9, lead + 3));
  const unit = 10n ** BigInt(9 - kept);
  const rounded = ((absolute + unit / 2n) / unit) * unit;
  const [whole = '0', fraction = ''] = exactDecimal(rounded).split('.');
  return `${sign}$${whole}.${fraction.padEnd(2, '0')}`;
}

/** Every digit, without trailing zeros: "$0.000012340". Stands where an exact amount is asked for, such as a title. */
export function formatUsdExact(amount: NanoUsd): string {
  const nano = BigInt(amount);
  return nano < 0n ? `-$${exactDecimal(-nano)}` : `$${exactDecimal(nano)}`;
}

/** The plain decimal that an input field takes back, such as "0.5". */
export function toDecimalUsd(amount: NanoUsd): string {
  return exactDecimal(BigInt(amount));
}

/**
 * Reads what a person typed into a limit field ("0.50", "$12"); null when it is no positive amount with at most nine
 * decimals. The gateway has the last word; this only spares a round trip.
 */
export function parseUsd(text: string): bigint | null {
  const match = /^(\d{1,12})(?:\.(\d{1,9}))?$/.exec(text.trim().replace(/^\$/, '').replaceAll(',', ''));
  if (!match) return null;
  const [, whole = '0', fraction = ''] = match;
  const nano = BigInt(whole) * NANO_PER_USD + BigInt(fraction.padEnd(9, '0'));
  return nano > 0n ? nano : null;
}

function dollarsAndCents(absolute: bigint): string {
  const cents = (absolute + 5_000_000n) / 10_000_000n;
  const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${(cents % 100n).toString().padStart(2, '0')}`;
}

function exactDecimal(absolute: bigint): string {
  const fraction = (absolute % NANO_PER_USD).toString().padStart(9, '0').replace(/0+$/, '');
  return `${absolute / NANO_PER_USD}${fraction ? `.${fraction}` : ''}`;
}
