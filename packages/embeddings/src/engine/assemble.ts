import { WindowsCancelOutError } from '../errors/call.ts';
import { inputCount, type Pieces, spanOf } from './pieces.ts';
import type { EmbedItem } from './types.ts';
import { weightedAverage } from './weighted-average.ts';

/** Items of the call's inputs from those of its pieces. An input whose piece failed has failed. */
export function assemble(pieces: Pieces, items: readonly EmbedItem[]): EmbedItem[] {
  const { starts, cutOff } = pieces;
  if (starts === undefined) return items as EmbedItem[];
  return Array.from({ length: inputCount(pieces) }, (_, index) => {
    const { from, to } = spanOf(pieces, index);
    const parts = items.slice(from, to);
    const [only] = parts;
    const item =
      parts.length === 1 && only
        ? { ...only, index, truncatedTokens: cutOff?.[index] ?? 0 }
        : recombined(parts, index);
    return item;
  });
}

function recombined(parts: readonly EmbedItem[], index: number): EmbedItem {
  const vectors = parts.flatMap(({ vector }) => vector ?? []);
  const failed = parts.find(({ vector }) => vector === undefined);
  const vector = failed
    ? undefined
    : weightedAverage(
        vectors,
        parts.map(({ tokens }) => tokens),
      );
  return {
    index,
    tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0),
    cached: vector !== undefined && parts.every(({ cached }) => cached),
    vector,
    error: vector ? undefined : (failed?.error ?? new WindowsCancelOutError(index, parts.length)),
    warnings: parts.flatMap(({ warnings }) => warnings),
    truncatedTokens: 0,
    windows: parts.length,
  };
}
