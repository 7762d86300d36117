import type { Finding } from './finding.ts';

const RETRY = 'Embed the text again; if it recurs, the endpoint does not keep to the embeddings API.';

export function missingVector(): Finding {
  return {
    code: 'MISSING_VECTOR',
    severity: 'error',
    figure: null,
    message: 'The answer holds no readable vector for this input.',
    recommendation: RETRY,
  };
}

/** The vector is of another space, however sound it looks. */
export function madeByOtherModel(model: string): Finding {
  return {
    code: 'OTHER_MODEL',
    severity: 'error',
    figure: null,
    message: `The answer says that another model made it: "${model}".`,
    recommendation:
      'Look at what the server behind the base URL, or a deployment of that name, stands for: vectors of two models match nothing of each other.',
  };
}

export function duplicateIndex(index: number): Finding {
  return {
    code: 'DUPLICATE_INDEX',
    severity: 'error',
    figure: index,
    message: `The answer holds more than one vector with the index ${index}, so none of them can be trusted.`,
    recommendation: RETRY,
  };
}

/**
 * An index outside the request. Where this input is without a vector, the stray one may have been meant for it; where
 * every input has its own, it was one too many.
 */
export function indexOutOfRange(index: number, inputs: number, missing: boolean): Finding {
  return {
    code: 'INDEX_OUT_OF_RANGE',
    severity: missing ? 'error' : 'warning',
    figure: index,
    message:
      `The answer holds a vector with the index ${index} for a request of ${inputs} inputs, ` +
      (missing ? 'and this input is without one.' : 'beside one for every input.'),
    recommendation: RETRY,
  };
}
