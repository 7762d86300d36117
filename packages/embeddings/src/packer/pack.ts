import { InputError } from '../errors/input.ts';
import type { ModelLimits } from '../models/catalogue.ts';
import { fewestRequests, fewestRequestsOfLong } from './bounds.ts';
import { packContiguously } from './contiguous.ts';
import { firstFitDecreasing } from './first-fit.ts';
import { longestFirst } from './order.ts';
import { spreadEvenly } from './spread.ts';

/** Tokens of each input, in input order: as a typed array, or on objects that carry more. */
export type WeighedItems = readonly { tokens: number }[] | Uint32Array;

/** How many request counts above the lower bound are tried by spreading, before first-fit-decreasing is taken. */
const SPREADS = 4;

/**
 * Packs inputs into the fewest requests under all of the model's limits at once (inputs and tokens per request), never
 * more than first-fit-decreasing. Where cutting the input order into stretches is enough, that is done, and the stretches
 * are of about one size; otherwise short and long inputs are mixed, in input order within each request.
 * Deterministic; n log n.
 * @returns for each request, the positions of its inputs in ascending order.
 * @throws InputError INPUT_TOO_LONG, with the position, when one input alone passes a limit; RangeError when a count
 * of tokens or a limit is not a whole number.
 */
export function pack(items: WeighedItems, limits: ModelLimits): number[][] {
  const tokens = tokensOf(items);
  checkLimits(limits);
  checkTokens(tokens, limits);
  if (tokens.length === 0) return [];

  const simpleBound = fewestRequests(tokens, limits);
  const contiguous = packContiguously(tokens, limits, simpleBound);
  if (contiguous.length === simpleBound) return contiguous;

  const order = longestFirst(tokens);
  const fewest = Math.max(simpleBound, fewestRequestsOfLong(tokens, order, limits));
  if (contiguous.length === fewest) return packContiguously(tokens, limits, fewest);
  const spread = spreadEvenly(tokens, order, limits, fewest);
  if (spread) return spread;

  const greedy = firstFitDecreasing(tokens, order, limits);
  const good = contiguous.length <= greedy.length ? contiguous : greedy;
  for (let requests = fewest + 1; requests < Math.min(good.length, fewest + SPREADS); requests++) {
    const better = spreadEvenly(tokens, order, limits, requests);
    if (better) return better;
  }
  return good;
}

/** @throws RangeError when a count is not a whole number, since a typed array would silently wrap it. */
export function tokensOf(items: WeighedItems): Uint32Array {
  if (items instanceof Uint32Array) return items;
  const tokens = new Uint32Array(items.length);
  for (const [position, item] of items.entries()) {
    if (!Number.isInteger(item.tokens) || item.tokens < 0 || item.tokens > 0xffffffff) {
      throw new RangeError(
        `Input ${position} cannot have ${item.tokens} tokens: count them as a whole number first.`,
      );
    }
    tokens[position] = item.tokens;
  }
  return tokens;
}

function checkLimits(limits: ModelLimits): void {
  for (const name of ['maxInputs', 'maxTokensPerInput', 'maxTokensPerRequest'] as const) {
    if (!Number.isInteger(limits[name]) || limits[name] < 1) {
      throw new RangeError(`The limit ${name} is ${limits[name]}: it must be a whole number of at least 1.`);
    }
  }
}

function checkTokens(tokens: Uint32Array, limits: ModelLimits): void {
  const most = Math.min(limits.maxTokensPerInput, limits.maxTokensPerRequest);
  const index = tokens.findIndex((count) => count > most);
  if (index === -1) return;
  throw new InputError(
    'INPUT_TOO_LONG',
    `Input ${index} has ${tokens[index]} tokens; the model takes at most ${most} in one input. Split or shorten it.`,
    { index, tokens: tokens[index], limit: most },
  );
}
