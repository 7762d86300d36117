import { InputError } from '../errors/input.ts';
import { DEFAULT_MODEL, type EmbeddingModel, resolveDimensions } from '../models/catalogue.ts';
import type { ModelCatalogue } from '../ports/catalogue.ts';
import { weighsExactly } from './countable.ts';
import { inputCount, type Pieces } from './pieces.ts';

export interface AdmittedModel {
  model: EmbeddingModel;
  dimensions: number;
}

/** @throws InputError UNKNOWN_MODEL or INVALID_DIMENSIONS */
export async function admitModel(
  call: { model?: string; dimensions?: number },
  models: ModelCatalogue,
): Promise<AdmittedModel> {
  const model = await models.find(call.model ?? DEFAULT_MODEL);
  return { model, dimensions: resolveDimensions(model, call.dimensions) };
}

/**
 * The input rules: a non-empty list of non-empty, well-formed strings. White space, NUL and BOM are texts like any other
 * and are sent unchanged, as OpenAI does.
 * @throws InputError naming the first input that breaks a rule.
 */
export function admitInputs(inputs: readonly unknown[]): asserts inputs is readonly string[] {
  if (inputs.length === 0) {
    throw new InputError('EMPTY_REQUEST', 'There are no inputs. Send at least one text.');
  }
  for (const [index, text] of inputs.entries()) {
    if (typeof text !== 'string') {
      throw new InputError('INVALID_INPUT', `Input ${index} is not a string. Send texts only.`, { index });
    }
    if (text === '') {
      throw new InputError(
        'EMPTY_INPUT',
        `Input ${index} is empty. Leave it out: OpenAI refuses the whole batch for one empty text.`,
        { index },
      );
    }
    if (!text.isWellFormed()) {
      throw new InputError(
        'INVALID_UNICODE',
        `Input ${index} holds half of a surrogate pair, which no UTF-8 can carry. It was probably cut inside a character; ` +
          'repair it with String.prototype.toWellFormed() or cut elsewhere.',
        { index },
      );
    }
  }
}

/**
 * Where weights are only bounds, nobody here can know that a text is too long, so the provider decides.
 * @throws InputError INPUT_TOO_LONG naming the first input over the model's limit, and how many there are.
 */
export function admitWeights(tokens: Uint32Array, model: EmbeddingModel): void {
  if (!weighsExactly(model)) return;
  const limit = model.limits.maxTokensPerInput;
  const tooLong: number[] = [];
  for (const [index, count] of tokens.entries()) if (count > limit) tooLong.push(index);
  const [index] = tooLong;
  if (index === undefined) return;
  const others =
    tooLong.length > 1
      ? ` ${tooLong.length - 1} more ${tooLong.length === 2 ? 'is' : 'are'} too long as well.`
      : '';
  throw new InputError(
    'INPUT_TOO_LONG',
    `Input ${index} has more than ${limit} tokens, the most that "${model.id}" takes.${others} Split it into smaller chunks, or let it be truncated or split ("tooLong").`,
    { index, indices: tooLong.slice(0, 100), limit, model: model.id },
  );
}

/** The limits of one request, for callers that switched splitting off. @throws InputError */
export function admitUnsplit(pieces: Pieces, model: EmbeddingModel): void {
  const { tokens } = pieces;
  const { maxInputs, maxTokensPerRequest } = model.limits;
  if (tokens.length > maxInputs) {
    const inputs = inputCount(pieces);
    // A long text that is split takes as many places of a request as it has windows.
    const windows = tokens.length === inputs ? undefined : tokens.length;
    const cut = windows === undefined ? '' : `, ${windows} windows with the long texts split`;
    throw new InputError(
      'TOO_MANY_INPUTS',
      `The call has ${inputs} inputs${cut}; one request takes at most ${maxInputs}. Send fewer, or allow several requests ("split").`,
      { inputs, limit: maxInputs, ...(windows === undefined ? {} : { windows }) },
    );
  }
  if (!weighsExactly(model)) return;
  let total = 0;
  for (const count of tokens) total += count;
  if (total > maxTokensPerRequest) {
    throw new InputError(
      'TOO_MANY_TOKENS',
      `Requested ${total} tokens, max ${maxTokensPerRequest} tokens per request. Send fewer, or allow splitting.`,
      { tokens: total, limit: maxTokensPerRequest },
    );
  }
}
