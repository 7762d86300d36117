/** Positions by falling tokens, ties in input order. Both share one double, which typed arrays sort natively. */
export function longestFirst(tokens: Uint32Array): Uint32Array {
  const positions = 2 ** 21;
  if (tokens.length > positions) {
    const order = Uint32Array.from(tokens, (_, position) => position);
    return order.sort((a, b) => (tokens[b] as number) - (tokens[a] as number) || a - b);
  }
  const keys = new Float64Array(tokens.length);
  for (let position = 0; position < tokens.length; position++) {
    keys[position] = (0xffffffff - (tokens[position] as number)) * positions + position;
  }
  keys.sort();
  const order = new Uint32Array(tokens.length);
  for (let rank = 0; rank < order.length; rank++) order[rank] = (keys[rank] as number) % positions;
  return order;
}

/** Turns "which request does each input go to" into the positions of each request, in ascending order. */
export function gather(requestOf: Uint32Array, requests: number): number[][] {
  const batches: number[][] = Array.from({ length: requests }, () => []);
  for (let position = 0; position < requestOf.length; position++) {
    batches[requestOf[position] as number]?.push(position);
  }
  return batches;
}
