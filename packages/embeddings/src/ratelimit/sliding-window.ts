/** Steps that a window is divided into: the answer to "when may I come back" is right to a sixtieth of it. */
const STEPS = 60;

/** A count over the last `windowMs`, in steps; what happened a window ago falls out step by step, not all at once. */
export class SlidingWindow {
  readonly #stepMs: number;
  readonly #counts = new Float64Array(STEPS);
  /** Absolute number of the latest step. */
  #latest = 0;
  #sum = 0;

  constructor(windowMs: number) {
    this.#stepMs = windowMs / STEPS;
  }

  add(amount: number, now: number): void {
    const step = this.#advance(now);
    this.#counts[step % STEPS] = (this.#counts[step % STEPS] ?? 0) + amount;
    this.#sum += amount;
  }

  sum(now: number): number {
    this.#advance(now);
    return this.#sum;
  }

  /** Milliseconds until at least `amount` has fallen out; undefined when there is less than that in the window. */
  untilFreed(amount: number, now: number): number | undefined {
    const latest = this.#advance(now);
    let freed = 0;
    for (let step = latest - STEPS + 1; step <= latest; step += 1) {
      if (step < 0) continue;
      freed += this.#counts[step % STEPS] ?? 0;
      if (freed >= amount) return Math.max(1, Math.ceil((step + STEPS) * this.#stepMs - now));
    }
    return undefined;
  }

  /** Empties the steps that time has passed over. A clock that goes back stays at the latest step. */
  #advance(now: number): number {
    const step = Math.max(this.#latest, Math.floor(now / this.#stepMs));
    if (step - this.#latest >= STEPS) {
      this.#counts.fill(0);
      this.#sum = 0;
    } else {
      for (let passed = this.#latest + 1; passed <= step; passed += 1) {
        this.#sum -= this.#counts[passed % STEPS] ?? 0;
        this.#counts[passed % STEPS] = 0;
      }
    }
    this.#latest = step;
    return step;
  }
}
