import type { TokenIds } from './types.ts';

/**
 * What is sent for a call, weighed: an input as it is, the beginning of one that was truncated, or the windows of one that
 * was split. From here to the answer every step sees pieces only, so that each is cached and compared under its own hash.
 */
export interface Pieces {
  texts: readonly string[];
  /** To be sent in place of the texts, one array for each. */
  tokenIds: readonly TokenIds[] | undefined;
  /** Exact tokens of each. */
  tokens: Uint32Array;
  /** The pieces of input `i` are `starts[i]` to `starts[i + 1]`. Undefined when every input is one piece. */
  starts: Uint32Array | undefined;
  /** Tokens that were cut off each input. Undefined when nothing was. */
  cutOff: Uint32Array | undefined;
}

export function inputCount({ texts, starts }: Pieces): number {
  return starts === undefined ? texts.length : starts.length - 1;
}

/** The pieces of an input, as a span of positions. */
export function spanOf({ starts }: Pieces, input: number): { from: number; to: number } {
  if (starts === undefined) return { from: input, to: input + 1 };
  return { from: starts[input] ?? 0, to: starts[input + 1] ?? 0 };
}

/** The input that each piece is of; undefined when every input is one piece. */
export function inputsOfPieces(pieces: Pieces): Uint32Array | undefined {
  if (pieces.starts === undefined) return undefined;
  const inputs = new Uint32Array(pieces.texts.length);
  for (let input = 0; input < inputCount(pieces); input++) {
    const { from, to } = spanOf(pieces, input);
    inputs.fill(input, from, to);
  }
  return inputs;
}

/** Tokens that are sent for an input. */
export function tokensOfInput(pieces: Pieces, input: number): number {
  const { from, to } = spanOf(pieces, input);
  let tokens = 0;
  for (let piece = from; piece < to; piece++) tokens += pieces.tokens[piece] ?? 0;
  return tokens;
}
