import { describe, expect, it } from 'vitest';
import { counted, formatBytes, formatCount, formatMicros, formatMillis, formatShare } from './quantity.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [42, '42'],
    [9_999, '9,999'],
    [10_000, '10 k'],
    [12_345, '12.3 k'],
    [123_456, '123 k'],
    [999_400, '999 k'],
    [999_600, '1 M'],
    [1_234_567, '1.2 M'],
    [3_400_000_000, '3.4 B'],
  ])('%d reads %s', (count, text) => expect(plain(formatCount(count))).toBe(text));
});

describe('counted', () => {
  it('agrees in number', () => {
    expect(counted(1, 'token')).toBe('1 token');
    expect(counted(0, 'token')).toBe('0 tokens');
    expect(plain(counted(1_200_000, 'token'))).toBe('1.2 M tokens');
    expect(counted(2, 'entry', 'entries')).toBe('2 entries');
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [6144, '6.1 kB'],
    [999_600, '1 MB'],
    [1_200_000_000, '1.2 GB'],
    [5_000_000_000_000_000, '5000 TB'],
  ])('%d reads %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('formatShare', () => {
  it.each([
    [0, '0%'],
    [0.00001, '<0.1%'],
    [0.5, '50%'],
    [0.9934, '99.3%'],
    [0.99999, '99.9%'],
    [1, '100%'],
    [1.25, '125%'],
    [10, '1,000%'],
    [51_378.98, '5,137,898%'],
  ])('%d reads %s', (share, text) => expect(formatShare(share)).toBe(text));
});

describe('formatMillis', () => {
  it.each([
    [0.4, '0.4 ms'],
    [8, '8 ms'],
    [143.6, '144 ms'],
    [1432, '1.4 s'],
  ])('%d reads %s', (ms, text) => expect(formatMillis(ms)).toBe(text));
});

describe('formatMicros', () => {
  it.each([
    [1.62, '1.6 µs'],
    [412.4, '412 µs'],
    [41_938.5, '42 ms'],
  ])('%d reads %s', (micros, text) => expect(formatMicros(micros)).toBe(text));
});
