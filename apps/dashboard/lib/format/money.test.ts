import { describe, expect, it } from 'vitest';
import { formatUsd, formatUsdExact, parseUsd, toDecimalUsd } from './money.ts';

describe('formatUsd', () => {
  it.each([
    ['0', '$0.00'],
    ['20', '$0.00000002'],
    ['13400000', '$0.0134'],
    ['13449999', '$0.0134'],
    ['13450000', '$0.0135'],
    ['500000000', '$0.50'],
    ['999999999', '$1.00'],
    ['1000000000', '$1.00'],
    ['12404999999', '$12.40'],
    ['12405000000', '$12.41'],
    ['1234567890000000', '$1,234,567.89'],
    ['-13400000', '-$0.0134'],
  ])('%s nano-USD reads %s', (nano, text) => expect(formatUsd(nano)).toBe(text));

  it('stays exact where a float would not', () => {
    expect(formatUsd('9007199254740993000000000')).toBe('$9,007,199,254,740,993.00');
    expect(formatUsdExact('9007199254740993000000001')).toBe('$9007199254740993.000000001');
  });
});

describe('formatUsdExact', () => {
  it('shows every digit', () => {
    expect(formatUsdExact('12340')).toBe('$0.00001234');
    expect(formatUsdExact('-20')).toBe('-$0.00000002');
    expect(formatUsdExact('0')).toBe('$0');
  });
});

describe('parseUsd', () => {
  it.each([
    ['0.50', 500_000_000n],
    ['$12', 12_000_000_000n],
    [' 1,000.25 ', 1_000_250_000_000n],
    ['0.000000001', 1n],
  ])('reads %s', (text, nano) => expect(parseUsd(text)).toBe(nano));

  it.each(['', '0', '0.00', '-1', '1e3', '.5', '0.0000000001', 'five', '1.2.3'])('refuses "%s"', (text) =>
    expect(parseUsd(text)).toBeNull(),
  );

  it('takes back what toDecimalUsd gives', () => {
    for (const nano of [1n, 20n, 500_000_000n, 123_456_789_012n]) {
      expect(parseUsd(toDecimalUsd(nano))).toBe(nano);
    }
  });
});
