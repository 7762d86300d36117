import { customType } from '../drizzle.ts';

/**
 * Money: an INTEGER count of nano-dollars. Statements that read it ask better-sqlite3 for bigints; one that forgot to
 * and met an amount a double cannot hold fails here instead of rounding it.
 */
export const nanoUsd = customType<{ data: bigint; driverData: bigint | number }>({
  dataType: () => 'integer',
  fromDriver(value) {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new RangeError('An amount was read without safe integers and would have been rounded.');
    }
    return BigInt(value);
  },
});
