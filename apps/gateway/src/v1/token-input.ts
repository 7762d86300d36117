import { setImmediate } from 'node:timers/promises';
import { InputError } from '@weighbridge/embeddings';

/** The part of a tokenizer that turns token ids into text. */
export interface TokenDecoder {
  encode(text: string): Uint32Array;
  /** @throws RangeError for an id that does not exist */
  decode(ids: ArrayLike<number>): string;
}

/** No model takes a longer input, so longer ones are refused before they are decoded. */
const MOST_IDS = 8192;

/**
 * The texts of an `input`: a string, an array of strings, token ids, or an array of those. Ids become the text they
 * spell, and only when that text has exactly these ids: otherwise something else than the caller's tokens would be
 * embedded. What else is in the array is left for the engine to refuse by its position.
 * @throws InputError INVALID_INPUT, INPUT_TOO_LONG
 */
export async function readInput(input: unknown, tokenizer: TokenDecoder): Promise<readonly string[]> {
  if (typeof input === 'string') return [input];
  if (!Array.isArray(input)) {
    throw new InputError(
      'INVALID_INPUT',
      '"input" must be a string, an array of strings, or token ids (an array of whole numbers, or of such arrays).',
      { field: 'input' },
    );
  }
  const [first] = input as unknown[];
  if (typeof first === 'number') return [textOf(input, 0, tokenizer)];
  if (!Array.isArray(first)) return input as string[];
  const texts: string[] = [];
  for (const [index, ids] of (input as unknown[]).entries()) {
    texts.push(textOf(ids, index, tokenizer));
    // Ids are decoded on this thread; others get their turn between two texts.
    await setImmediate();
  }
  return texts;
}

function textOf(ids: unknown, index: number, tokenizer: TokenDecoder): string {
  if (!Array.isArray(ids) || !ids.every((id) => Number.isInteger(id) && id >= 0)) {
    throw new InputError('INVALID_INPUT', `Input ${index} is no array of token ids. Do not mix forms.`, {
      index,
    });
  }
  if (ids.length === 0)
    throw new InputError('EMPTY_INPUT', `Input ${index} is empty. Leave it out.`, { index });
  if (ids.length > MOST_IDS) {
    throw new InputError(
      'INPUT_TOO_LONG',
      `Input ${index} has ${ids.length} tokens; ${MOST_IDS} is the most. Split it into smaller chunks.`,
      { index, limit: MOST_IDS },
    );
  }
  const text = decode(ids, index, tokenizer);
  const again = tokenizer.encode(text);
  if (again.length === ids.length && ids.every((id, at) => id === again[at])) return text;
  throw new InputError(
    'INVALID_INPUT',
    `Input ${index}: its token ids are not those of any text in cl100k_base (cut inside a character, or from another ` +
      'encoding). Send the text itself.',
    { index },
  );
}

function decode(ids: number[], index: number, tokenizer: TokenDecoder): string {
  try {
    return tokenizer.decode(ids);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError('INVALID_INPUT', `Input ${index} has a token id that cl100k_base does not know.`, {
      index,
    });
  }
}
