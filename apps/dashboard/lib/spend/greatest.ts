/** The greatest of some amounts, 0 of none: what bars are drawn in proportion to. */
export function greatest(amounts: Iterable<bigint>): bigint {
  let most = 0n;
  for (const amount of amounts) if (amount > most) most = amount;
  return most;
}
