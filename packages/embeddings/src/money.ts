import { InvalidAmountError } from './errors/money.ts';

/** An amount of money as an integer count of nano-dollars (1 USD = 1,000,000,000). Never a float. */
export type NanoUsd = bigint;

export const NANO_PER_USD = 1_000_000_000n;

const DECIMAL = /^(\d{1,12})(?:\.(\d{1,9}))?$/;

/**
 * Reads a decimal dollar amount ("0.50", "$12") exactly.
 * @throws InvalidAmountError when it is negative, has more than nine decimals or is no plain decimal number.
 */
export function parseUsd(text: string): NanoUsd {
  const match = DECIMAL.exec(text.trim().replace(/^\$/, ''));
  if (!match) throw new InvalidAmountError(text);
  const [, whole = '0', fraction = ''] = match;
  return BigInt(whole) * NANO_PER_USD + BigInt(fraction.padEnd(9, '0'));
}

/** The exact decimal form without a currency sign, such as "0.0134" (no trailing zeros). */
export function nanoToDecimal(amount: NanoUsd): string {
  const sign = amount < 0n ? '-' : '';
  const absolute = amount < 0n ? -amount : amount;
  const fraction = (absolute % NANO_PER_USD).toString().padStart(9, '0').replace(/0+$/, '');
  return `${sign}${absolute / NANO_PER_USD}${fraction ? `.${fraction}` : ''}`;
}

/** Dollars for people, to the last digit: "$1,234.50", "$0.000001". For what is kept as evidence. */
export function formatUsdExactly(amount: NanoUsd): string {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(nanoToDecimal(amount)) ?? [];
  return `${sign}$${grouped(whole)}.${fraction.padEnd(2, '0')}`;
}

/**
 * Dollars for people: cents when that says enough ("$12.40"), otherwise three significant digits ("$0.0134"),
 * so that a fraction of a cent never reads as nothing.
 */
export function formatUsd(amount: NanoUsd): string {
  const sign = amount < 0n ? '-' : '';
  const absolute = amount < 0n ? -amount : amount;
  if (absolute === 0n) return '$0.00';
  if (absolute >= NANO_PER_USD) {
    const cents = (absolute + 5_000_000n) / 10_000_000n;
    const whole = (cents / 100n).toString();
    return `${sign}$${grouped(whole)}.${(cents % 100n).toString().padStart(2, '0')}`;
  }
  const digits = absolute.toString().padStart(9, '0');
  const lead = digits.search(/[1-9]/);
  const kept = Math.max(2, Math.min(9, lead + 3));
  const unit = 10n ** BigInt(9 - kept);
  const rounded = ((absolute + unit / 2n) / unit) * unit;
  const [whole = '0', fraction = ''] = nanoToDecimal(rounded).split('.');
  return `${sign}$${whole}.${fraction.padEnd(2, '0')}`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
