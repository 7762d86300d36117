/** The numbers of a model, with the largest that the gateway takes. */
const HIGHEST = {
  dimensions: 65_536,
  maxTokensPerInput: 10_000_000,
  maxInputs: 100_000,
  maxTokensPerRequest: 100_000_000,
} as const;

export type LimitName = keyof typeof HIGHEST;

/** As they are typed. */
export type LimitTexts = Record<LimitName, string>;

export type LimitErrors = Partial<Record<LimitName, string>>;

/** Those of OpenAI's own models, which most endpoints copy; the dimensions nobody can guess. */
export const NO_LIMITS: LimitTexts = {
  dimensions: '',
  maxTokensPerInput: '8192',
  maxInputs: '2048',
  maxTokensPerRequest: '300000',
};

/** The numbers once all of them make sense, and what is wrong with those that do not. An empty field is not wrong yet. */
export function readLimits(texts: LimitTexts): {
  limits: Record<LimitName, number> | undefined;
  errors: LimitErrors;
} {
  const errors: LimitErrors = {};
  const read = (name: LimitName): number => {
    const text = texts[name].replace(/[\s,_]/g, '');
    const value = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : Number.NaN;
    if (text !== '' && Number.isNaN(value)) errors[name] = 'A whole number, 1 or more.';
    else if (value > HIGHEST[name]) errors[name] = `At most ${HIGHEST[name].toLocaleString('en-GB')}.`;
    return value;
  };
  const limits = {
    dimensions: read('dimensions'),
    maxTokensPerInput: read('maxTokensPerInput'),
    maxInputs: read('maxInputs'),
    maxTokensPerRequest: read('maxTokensPerRequest'),
  };
  if (limits.maxTokensPerInput > limits.maxTokensPerRequest) {
    errors.maxTokensPerInput ??= 'More than a whole request takes.';
  }
  const whole = Object.keys(errors).length === 0 && Object.values(limits).every(Number.isFinite);
  return { limits: whole ? limits : undefined, errors };
}
