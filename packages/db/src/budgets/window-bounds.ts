import { type Budget, type WindowBounds, windowAt } from '@weighbridge/embeddings/domain';

/** Remembers each budget's present window: calendar arithmetic is slow beside a row update, and windows are long. */
export class WindowBoundsCache {
  readonly #bounds = new Map<string, WindowBounds>();

  /** A budget's window, zone and reset time never change, so its id stands for them. */
  at(budget: Pick<Budget, 'id' | 'window' | 'timeZone' | 'resetTime'>, at: number): WindowBounds {
    const known = this.#bounds.get(budget.id);
    if (known && known.start <= at && (known.end === null || at < known.end)) return known;
    const bounds = windowAt(budget, at);
    this.#bounds.set(budget.id, bounds);
    return bounds;
  }
}
