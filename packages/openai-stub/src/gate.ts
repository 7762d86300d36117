/** Where requests are held: before anything is billed and journalled, or after that but unanswered. */
export type GatePosition = 'before_billing' | 'after_billing';

/**
 * Holds requests until they are released, so that a test can have requests under way at a moment it
 * chooses, such as when it kills a process.
 */
export class Gate {
  #position: GatePosition | null = null;
  readonly #held = new Set<() => void>();
  readonly #watchers = new Set<() => void>();

  /** Holds every request that reaches the position from now on. Requests already held stay held. */
  hold(position: GatePosition = 'after_billing'): void {
    this.#position = position;
  }

  /** Lets everything held go on, and holds nothing more. */
  release(): void {
    this.#position = null;
    const held = [...this.#held];
    this.#held.clear();
    for (const go of held) go();
  }

  /** The position in force, or null when the gate is open. */
  get position(): GatePosition | null {
    return this.#position;
  }

  /** How many requests are held now. */
  get waiting(): number {
    return this.#held.size;
  }

  /** Resolves once at least `count` requests are held. */
  async waitFor(count: number): Promise<void> {
    while (this.#held.size < count) {
      await new Promise<void>((resolve) => {
        this.#watchers.add(resolve);
      });
    }
  }

  /** Passes, or waits while the gate holds requests at this position. */
  async pass(position: GatePosition): Promise<void> {
    if (this.#position !== position) return;
    await new Promise<void>((resolve) => {
      this.#held.add(resolve);
      for (const watcher of this.#watchers) watcher();
      this.#watchers.clear();
    });
  }
}
