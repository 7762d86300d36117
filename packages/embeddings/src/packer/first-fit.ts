import type { ModelLimits } from '../models/catalogue.ts';
import { gather } from './order.ts';

const FULL = -1;

/**
 * First-fit-decreasing under both limits: longest first, each into the first request with room. A tree over the room left
 * finds that request in logarithmic time.
 * @param order positions, longest first; none alone passes a limit.
 */
export function firstFitDecreasing(tokens: Uint32Array, order: Uint32Array, limits: ModelLimits): number[][] {
  const requestOf = new Uint32Array(tokens.length);
  const inputs: number[] = [];
  let rooms = new RoomTree(64, limits.maxTokensPerRequest);
  for (let rank = 0; rank < order.length; rank++) {
    const position = order[rank] as number;
    const count = tokens[position] as number;
    if (!rooms.has(count)) rooms = rooms.doubled(limits.maxTokensPerRequest);
    const request = rooms.first(count);
    const held = (inputs[request] ?? 0) + 1;
    inputs[request] = held;
    requestOf[position] = request;
    rooms.set(request, held === limits.maxInputs ? FULL : rooms.get(request) - count);
  }
  return gather(requestOf, inputs.length);
}

/** Tokens of room in each request; inner nodes hold the most room below them. */
class RoomTree {
  readonly #leaves: number;
  readonly #most: Float64Array;

  constructor(leaves: number, room: number) {
    this.#leaves = leaves;
    this.#most = new Float64Array(2 * leaves).fill(room);
  }

  get(leaf: number): number {
    return this.#most[this.#leaves + leaf] as number;
  }

  set(leaf: number, room: number): void {
    let node = this.#leaves + leaf;
    this.#most[node] = room;
    for (node >>= 1; node >= 1; node >>= 1) {
      const most = Math.max(this.#most[2 * node] as number, this.#most[2 * node + 1] as number);
      if (this.#most[node] === most) return;
      this.#most[node] = most;
    }
  }

  has(tokens: number): boolean {
    return (this.#most[1] as number) >= tokens;
  }

  /** The first request with room for `tokens`, of which there must be one. */
  first(tokens: number): number {
    let node = 1;
    while (node < this.#leaves) {
      node = (this.#most[2 * node] as number) >= tokens ? 2 * node : 2 * node + 1;
    }
    return node - this.#leaves;
  }

  /** The same requests, and as many empty ones after them. */
  doubled(room: number): RoomTree {
    const larger = new RoomTree(this.#leaves * 2, room);
    for (let leaf = 0; leaf < this.#leaves; leaf++) larger.set(leaf, this.get(leaf));
    return larger;
  }
}
