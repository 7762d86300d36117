import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUsd, formatUsdExactly, nanoToDecimal, parseUsd } from './money.ts';

describe('money', () => {
  it('reads decimal dollars exactly', () => {
    expect(parseUsd('0.50')).toBe(500_000_000n);
    expect(parseUsd('$12')).toBe(12_000_000_000n);
    expect(parseUsd('0.000000001')).toBe(1n);
    expect(parseUsd('0.1') + parseUsd('0.2')).toBe(parseUsd('0.3'));
  });

  it.each(['', '-1', '1e3', '0.0000000001', 'abc', '1,5', 'NaN', 'Infinity', '$'])(
    'refuses "%s" with a stable code',
    (text) => {
      expect(() => parseUsd(text)).toThrow(expect.objectContaining({ code: 'INVALID_AMOUNT' }));
    },
  );

  it('writes what it reads, for every amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (amount) => {
        expect(parseUsd(nanoToDecimal(amount))).toBe(amount);
      }),
    );
  });

  it.each([
    [0n, '$0.00'],
    [13_400_000n, '$0.0134'],
    [20n, '$0.00000002'],
    [500_000_000n, '$0.50'],
    [999_999_999n, '$1.00'],
    [1_234_567_890_000n, '$1,234.57'],
    [123_456n, '$0.000123'],
    [-500_000_000n, '-$0.50'],
  ])('formats %s nano-USD as %s', (amount, text) => {
    expect(formatUsd(amount)).toBe(text);
  });

  it.each([
    [0n, '$0.00'],
    [500_000_000n, '$0.50'],
    [1n, '$0.000000001'],
    [1_234_567_890_000_001n, '$1,234,567.890000001'],
    [-1_000_000_000_000n, '-$1,000.00'],
  ])('formats %s nano-USD to the last digit as %s', (amount, text) => {
    expect(formatUsdExactly(amount)).toBe(text);
  });
});
