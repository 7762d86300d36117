import { expect, test } from 'vitest';
import { bytes, count, counted, duration, percent } from './quantity.ts';
import { facts, table } from './table.ts';

test('quantities read as people write them', () => {
  expect([count(1234567), counted(1, 'chunk'), counted(2_000, 'chunk'), counted(2, 'try', 'tries')]).toEqual([
    '1,234,567',
    '1 chunk',
    '2,000 chunks',
    '2 tries',
  ]);
  expect([0, 0.0004, 0.034, 0.42, 1.2].map(percent)).toEqual(['0 %', '<0.1 %', '3.4 %', '42 %', '120 %']);
  expect([0.4, 59, 61, 3599, 7260].map(duration)).toEqual([
    '0 s',
    '59 s',
    '1 min 1 s',
    '59 min 59 s',
    '2 h 1 min',
  ]);
  expect([0, 999, 1000, 1_450_000, 83_900_000_000].map(bytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '1.4 MB',
    '83.9 GB',
  ]);
});

test('columns line up', () => {
  const rows = [
    { name: 'a', amount: '$1.00' },
    { name: 'längre', amount: '$10.00' },
  ];
  const columns = [
    { title: 'NAME', value: (row: (typeof rows)[number]) => row.name },
    { title: 'AMOUNT', value: (row: (typeof rows)[number]) => row.amount, align: 'right' as const },
  ];
  expect(table(rows, columns, 'none')).toBe(
    ['NAME    AMOUNT', 'a        $1.00', 'längre  $10.00'].join('\n'),
  );
  expect(table([], columns, 'none')).toBe('none');
  expect(
    facts([
      ['a', '1'],
      ['long', '2'],
    ]),
  ).toBe('a     1\nlong  2');
});
