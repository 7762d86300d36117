/** The greatest value seen up to an instant. */
export class RunningMaximum {
  readonly #instants: number[] = [];
  readonly #greatest: number[] = [];

  constructor(points: readonly { t: number; value: number }[]) {
    let greatest = Number.NEGATIVE_INFINITY;
    for (const { t, value } of [...points].sort((a, b) => a.t - b.t)) {
      greatest = Math.max(greatest, value);
      this.#instants.push(t);
      this.#greatest.push(greatest);
    }
  }

  /** Over all points at `t` or before; minus infinity when there is none. */
  upTo(t: number): number {
    let low = 0;
    let high = this.#instants.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#instants[middle] ?? 0) <= t) low = middle + 1;
      else high = middle;
    }
    return this.#greatest[low - 1] ?? Number.NEGATIVE_INFINITY;
  }
}
