import type { ModelLimits } from '../models/catalogue.ts';
import { gather } from './order.ts';

/**
 * Spreads the inputs over a given number of requests: longest first, each into the request with the fewest tokens that
 * may take another input. Long inputs end up apart and the short ones level what they left uneven.
 * @param order positions, longest first.
 * @returns undefined when some request would pass a limit.
 */
export function spreadEvenly(
  tokens: Uint32Array,
  order: Uint32Array,
  limits: ModelLimits,
  requests: number,
): number[][] | undefined {
  if (requests * limits.maxInputs < order.length) return undefined;
  const requestOf = new Uint32Array(tokens.length);
  const sums = new Float64Array(requests);
  const inputs = new Uint32Array(requests);
  // A binary heap of requests, the one with the fewest tokens on top.
  const heap = Uint32Array.from(sums, (_, request) => request);
  let open = requests;
  const isBefore = (a: number, b: number) => {
    const difference = (sums[a] as number) - (sums[b] as number);
    return difference === 0 ? a < b : difference < 0;
  };
  const sink = () => {
    const moved = heap[0] as number;
    let node = 0;
    for (;;) {
      let child = 2 * node + 1;
      if (child >= open) break;
      if (child + 1 < open && isBefore(heap[child + 1] as number, heap[child] as number)) child++;
      if (!isBefore(heap[child] as number, moved)) break;
      heap[node] = heap[child] as number;
      node = child;
    }
    heap[node] = moved;
  };
  for (let rank = 0; rank < order.length; rank++) {
    const position = order[rank] as number;
    const request = heap[0] as number;
    const sum = (sums[request] as number) + (tokens[position] as number);
    if (sum > limits.maxTokensPerRequest) return undefined;
    sums[request] = sum;
    requestOf[position] = request;
    const held = (inputs[request] as number) + 1;
    inputs[request] = held;
    if (held === limits.maxInputs) heap[0] = heap[--open] as number;
    sink();
  }
  return gather(requestOf, requests);
}
