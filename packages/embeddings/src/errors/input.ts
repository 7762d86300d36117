import { type ErrorFacts, WeighbridgeError } from './base.ts';

/** Codes of everything that can be wrong with what a caller sent. Nothing was weighed, held or sent. */
export type InputErrorCode =
  | 'EMPTY_REQUEST'
  | 'EMPTY_INPUT'
  | 'INVALID_INPUT'
  | 'INVALID_UNICODE'
  | 'INPUT_TOO_LONG'
  | 'TOO_MANY_INPUTS'
  | 'TOO_MANY_TOKENS'
  | 'REQUEST_TOO_LARGE'
  | 'UNKNOWN_MODEL'
  | 'INVALID_BILL'
  | 'MODEL_NOT_PRICED'
  | 'TOKENIZER_UNKNOWN'
  | 'INVALID_DIMENSIONS'
  | 'INVALID_ENCODING_FORMAT'
  | 'INVALID_REQUEST'
  | 'INVALID_TAG';

/** Bad input: `index` says which input, where one can be named. */
export class InputError extends WeighbridgeError {
  readonly index: number | undefined;
  constructor(code: InputErrorCode, message: string, facts: ErrorFacts & { index?: number } = {}) {
    super({
      code,
      kind: code === 'REQUEST_TOO_LARGE' ? 'too_large' : 'bad_request',
      message,
      facts,
    });
    this.index = facts.index;
  }
}
