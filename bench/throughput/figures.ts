export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Lowest to highest, as percent of the median. */
export function spread(values: readonly number[]): string {
  const middle = median(values);
  const percent = (value: number) => Math.round((value / middle - 1) * 100);
  return `${percent(Math.min(...values))} % … +${percent(Math.max(...values))} %`;
}
