import { InputError } from '../errors/input.ts';
import type { EmbeddingModel } from '../models/catalogue.ts';

/** Whether a model's texts can be weighed to the token; otherwise a proven upper bound stands in. */
export function weighsExactly({ tokenizer }: EmbeddingModel): boolean {
  return tokenizer !== 'unknown';
}

/** @throws InputError TOKENIZER_UNKNOWN */
export function assertCountable(model: EmbeddingModel): void {
  if (weighsExactly(model)) return;
  throw new InputError(
    'TOKENIZER_UNKNOWN',
    `The tokenizer of "${model.id}" is not known here, so its tokens cannot be counted. A quote gives an upper bound.`,
    { model: model.id },
  );
}

/** Ids are of a tokenizer of ours, and a model with another one reads them otherwise. @throws InputError */
export function assertReadsIds(model: EmbeddingModel): void {
  if (weighsExactly(model)) return;
  throw new InputError(
    'TOKENIZER_UNKNOWN',
    `Token ids are those of cl100k_base, and the tokenizer of "${model.id}" is not known here. Send the texts themselves.`,
    { model: model.id },
  );
}
