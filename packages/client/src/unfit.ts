import type { RawAnswer } from './embed.ts';
import { WeighbridgeClientError } from './errors.ts';

/** An input that no provider would take. Nothing was sent for it. */
export interface UnfitInput {
  index: number;
  code: string;
  message: string;
}

/** What the gateway refuses a whole call for, naming the inputs. */
const REFUSALS: ReadonlySet<string> = new Set([
  'EMPTY_INPUT',
  'INVALID_INPUT',
  'INVALID_UNICODE',
  'INPUT_TOO_LONG',
]);

/** What can be seen without a tokenizer, in the gateway's codes. */
export function unfitInputs(inputs: readonly string[]): Map<number, UnfitInput> {
  const unfit = new Map<number, UnfitInput>();
  for (const [index, text] of inputs.entries()) {
    if (typeof text !== 'string') {
      unfit.set(index, { index, code: 'INVALID_INPUT', message: 'The input is not a string.' });
    } else if (text === '') {
      unfit.set(index, { index, code: 'EMPTY_INPUT', message: 'The input is empty.' });
    } else if (!text.isWellFormed()) {
      const message = 'The input holds half of a surrogate pair; it was probably cut inside a character.';
      unfit.set(index, { index, code: 'INVALID_UNICODE', message });
    }
  }
  return unfit;
}

/** The inputs that a refusal names; `sent` are the indices of what was asked. None for any other error. */
export function refusedInputs(error: unknown, sent: readonly number[]): UnfitInput[] {
  if (!WeighbridgeClientError.isInstance(error) || !REFUSALS.has(error.code)) return [];
  const { index, indices } = error.facts;
  const named = Array.isArray(indices) ? indices : [index];
  return named.flatMap((at: unknown) => {
    const original = typeof at === 'number' ? sent[at] : undefined;
    if (original === undefined) return [];
    return [{ index: original, code: error.code, message: messageFor(error) }];
  });
}

/** A refusal's own words name one input by its place in the call. */
function messageFor(error: WeighbridgeClientError): string {
  if (error.code !== 'INPUT_TOO_LONG') return error.message;
  const { limit, model } = error.facts;
  return `The input has more than ${limit} tokens, the most that "${model}" takes. Split it into smaller chunks.`;
}

/** Every input was unfit, so nothing was asked and there is no space to answer in. */
export function withoutAny(unfit: ReadonlyMap<number, UnfitInput>): WeighbridgeClientError {
  const all = [...unfit.values()].sort((a, b) => a.index - b.index);
  const [first] = all;
  return new WeighbridgeClientError({
    code: first?.code ?? 'EMPTY_REQUEST',
    kind: 'bad_request',
    message: `None of the ${all.length} inputs can be embedded. Input ${first?.index}: ${first?.message}`,
    retryable: false,
    retryAfterMs: null,
    facts: { index: first?.index, unfit: all },
  });
}

/** The answer to what was sent, spread to the places of all inputs; an unfit one's row is NaN and its `error` is set. */
export function answerWithout(
  answer: RawAnswer,
  asked: number,
  unfit: ReadonlyMap<number, UnfitInput>,
): RawAnswer {
  if (unfit.size === 0) return answer;
  const { dimensions } = answer;
  const matrix = new Float32Array(asked * dimensions).fill(Number.NaN);
  const items: RawAnswer['items'] = [];
  for (let index = 0, row = 0; index < asked; index++) {
    const input = unfit.get(index);
    const item = input ? undefined : answer.items[row];
    if (item) {
      matrix.set(answer.matrix.subarray(row * dimensions, (row + 1) * dimensions), index * dimensions);
      row += 1;
    }
    items.push(item ?? unfitItem(input));
  }
  return { ...answer, matrix, items, count: asked, failed: answer.failed + unfit.size };
}

function unfitItem(input: UnfitInput | undefined): RawAnswer['items'][number] {
  const { code = 'INVALID_INPUT', message = '' } = input ?? {};
  return {
    tokens: 0,
    truncatedTokens: 0,
    windows: 1,
    cached: false,
    warnings: [],
    error: { code, message, retryable: false },
  };
}
