import { CancelledError } from '../errors/call.ts';
import type { EmbeddingModel } from '../models/catalogue.ts';
import type { TokenCounter } from '../tokenizer/index.ts';
import { tokenBounds } from '../tokenizer/token-bound.ts';
import type { TooLong } from '../too-long.ts';
import { isTurnSpent, nextTurn } from '../turns.ts';
import { assertReadsIds, weighsExactly } from './countable.ts';
import { type Spell, windowsOfIds } from './ids-windows.ts';
import type { Pieces } from './pieces.ts';
import type { TokenIds } from './types.ts';

export interface WeighJob {
  inputs: readonly string[];
  tokenIds?: readonly TokenIds[];
  spell?: Spell;
  tooLong: TooLong;
  signal?: AbortSignal;
}

/** What becomes of one input: its pieces, and the tokens cut off. */
interface Cut {
  pieces: readonly { text: string; tokens: number; ids?: TokenIds }[];
  cutOff: number;
}

/** The most tokens of one piece under a rule for long texts. */
export function mostTokens({ limits }: EmbeddingModel, tooLong: TooLong): number {
  return tooLong === 'error'
    ? limits.maxTokensPerInput
    : (limits.safeTokensPerInput ?? limits.maxTokensPerInput);
}

/**
 * Exact tokens of every input, and what is sent of those that are too long. With `error` they stay whole; a count above the
 * limit may then be any number above it. Where the model's tokenizer is unknown nothing can be cut to the token, so every
 * input stays whole, at a bound.
 * @throws CancelledError
 */
export async function weigh(counter: TokenCounter, model: EmbeddingModel, job: WeighJob): Promise<Pieces> {
  const { inputs, tokenIds, tooLong, signal } = job;
  if (!weighsExactly(model)) {
    if (tokenIds) assertReadsIds(model);
    return whole(inputs, undefined, await tokenBounds(inputs));
  }
  const most = mostTokens(model, tooLong);
  try {
    const tokens = tokenIds
      ? Uint32Array.from(tokenIds, ({ ids }) => ids.length)
      : await counter.countMany(inputs, { limitPerText: most, ...(signal === undefined ? {} : { signal }) });
    if (tooLong === 'error' || !tokens.some((count) => count > most)) {
      return whole(inputs, tokenIds, tokens);
    }
    const cuts = await Promise.all(
      inputs.map((text, index): Cut | Promise<Cut> => {
        const count = tokens[index] ?? 0;
        const ids = tokenIds?.[index];
        if (count <= most) return { pieces: [{ text, tokens: count, ...(ids ? { ids } : {}) }], cutOff: 0 };
        return ids ? cutIds(ids, most, job) : cutText(counter, text, most, job);
      }),
    );
    return joined(cuts, tokenIds !== undefined);
  } catch (error) {
    throw signal?.aborted ? new CancelledError() : error;
  }
}

/** Every input as it is. */
function whole(texts: readonly string[], tokenIds: WeighJob['tokenIds'], tokens: Uint32Array): Pieces {
  return { texts, tokenIds, tokens, starts: undefined, cutOff: undefined };
}

async function cutText(
  counter: TokenCounter,
  text: string,
  most: number,
  { tooLong, signal }: WeighJob,
): Promise<Cut> {
  const options = signal === undefined ? {} : { signal };
  if (tooLong === 'split') return { pieces: await counter.cut(text, most, options), cutOff: 0 };
  const [pieces, [total = 0]] = await Promise.all([
    counter.cut(text, most, { mostWindows: 1, ...options }),
    counter.countMany([text], options),
  ]);
  return { pieces, cutOff: total - (pieces[0]?.tokens ?? 0) };
}

async function cutIds({ ids }: TokenIds, most: number, { tooLong, spell, signal }: WeighJob): Promise<Cut> {
  if (!spell) throw new Error('Token ids that are too long can only be cut by who can spell them.');
  const pieces: { text: string; tokens: number; ids: TokenIds }[] = [];
  for (const window of windowsOfIds(ids, most, spell)) {
    signal?.throwIfAborted();
    pieces.push({
      text: window.text,
      tokens: window.ids.length,
      ids: { ids: window.ids, canonical: window.canonical },
    });
    if (tooLong === 'truncate') return { pieces, cutOff: ids.length - window.ids.length };
    // Ids are spelled on this thread; others get their turn between two windows.
    if (isTurnSpent()) await nextTurn();
  }
  return { pieces, cutOff: 0 };
}

function joined(cuts: readonly Cut[], withIds: boolean): Pieces {
  const pieces = cuts.flatMap((cut) => cut.pieces);
  const starts = new Uint32Array(cuts.length + 1);
  for (const [index, cut] of cuts.entries()) starts[index + 1] = (starts[index] ?? 0) + cut.pieces.length;
  return {
    texts: pieces.map(({ text }) => text),
    tokenIds: withIds ? pieces.flatMap(({ ids }) => ids ?? []) : undefined,
    tokens: Uint32Array.from(pieces, ({ tokens }) => tokens),
    starts,
    cutOff: Uint32Array.from(cuts, ({ cutOff }) => cutOff),
  };
}
