import { isUtf8 } from 'node:buffer';
import { ApiError, invalidParameter, modelNotFound, unparsableBody } from './api-error.ts';
import { areTokens, bytesOfTokens, sha256Of, type TextMeasurer } from './count.ts';
import type { EncodingFormat } from './embedding-list.ts';
import type { Limits, ModelRules, Models } from './models.ts';

/** What is known of a request to `POST /v1/embeddings`. A refused one is known only up to its fault. */
export interface RequestFacts {
  model: string | null;
  rules: ModelRules | null;
  /** The length of the vectors to answer. */
  dimensions: number | null;
  format: EncodingFormat;
  /** Number of inputs, readable or not. */
  inputs: number;
  /** The inputs' texts; what token ids stand for, where the request gave those. */
  texts: string[];
  /** SHA-256 of each text, in input order. */
  sha256: string[];
  /** Tokens of all inputs; null while they are not all counted. */
  tokens: number | null;
}

/** A request that passed every rule. */
export interface AcceptedRequest extends RequestFacts {
  model: string;
  rules: ModelRules;
  dimensions: number;
  tokens: number;
}

/** What requests are judged by. */
export interface RuleBook {
  readonly models: Models;
  readonly limits: Limits;
}

const PARAMETERS: ReadonlySet<string> = new Set(['input', 'model', 'encoding_format', 'dimensions', 'user']);

/** Facts of a request of which nothing is known yet. */
export function noFacts(): RequestFacts {
  return {
    model: null,
    rules: null,
    dimensions: null,
    format: 'float',
    inputs: 0,
    texts: [],
    sha256: [],
    tokens: null,
  };
}

/**
 * OpenAI reads only bodies that are declared as JSON; of any other it sees no parameter at all.
 * @throws {ApiError} 400 for another content type, or none.
 */
export function requireJson(contentType: string | undefined): void {
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(contentType ?? '')) throw noModel();
}

/**
 * Judges a request body by OpenAI's rules. `facts` is filled as far as the body could be understood, so that
 * a refusal can be journalled with what it was about.
 * @throws {ApiError} with OpenAI's status and body, for the first rule that is broken.
 */
export function judge(
  body: Buffer,
  { models, limits }: RuleBook,
  measurer: TextMeasurer,
  facts: RequestFacts,
): AcceptedRequest {
  const request = parseObject(body);
  const unknown = Object.keys(request).find((name) => !PARAMETERS.has(name));
  if (unknown !== undefined) throw new ApiError(400, `Unrecognized request argument supplied: ${unknown}`);

  const model = requireModel(request.model);
  facts.model = model;
  const rules = Object.hasOwn(models, model) ? models[model] : undefined;
  if (rules === undefined) throw modelNotFound(model);
  facts.rules = rules;

  const format = readFormat(request.encoding_format);
  facts.format = format;
  const dimensions = readDimensions(request.dimensions, rules);
  facts.dimensions = dimensions;
  const user = request.user ?? '';
  if (typeof user !== 'string') throw wrongType(user, 'string', 'user');

  const tokens = readInputs(request.input, limits, measurer, facts);
  facts.tokens = tokens;
  return { ...facts, model, rules, format, dimensions, tokens };
}

function parseObject(body: Buffer): Record<string, unknown> {
  if (!isUtf8(body)) throw unparsableBody();
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw unparsableBody();
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw unparsableBody();
  return parsed as Record<string, unknown>;
}

function wrongType(value: unknown, type: string, name: string): ApiError {
  return new ApiError(400, `${JSON.stringify(value)} is not of type '${type}' - '${name}'`);
}

function noModel(): ApiError {
  return new ApiError(400, 'you must provide a model parameter');
}

function requireModel(model: unknown): string {
  if (model === undefined || model === null || model === '') {
    throw noModel();
  }
  if (typeof model !== 'string') throw wrongType(model, 'string', 'model');
  if (!model.isWellFormed()) throw unparsableBody();
  return model;
}

function readFormat(format: unknown): EncodingFormat {
  if (format === undefined || format === null || format === 'float') return 'float';
  if (format === 'base64') return 'base64';
  throw new ApiError(
    400,
    `Invalid value for 'encoding_format' = ${String(format)}. Supported values: ['float', 'base64'].`,
  );
}

function readDimensions(dimensions: unknown, rules: ModelRules): number {
  if (dimensions === undefined || dimensions === null) return rules.dimensions;
  if (typeof dimensions !== 'number' || !Number.isInteger(dimensions)) {
    throw wrongType(dimensions, 'integer', 'dimensions');
  }
  if (!rules.shortens) throw new ApiError(400, 'This model does not support specifying dimensions.');
  if (dimensions < 1) {
    throw new ApiError(400, `${dimensions} is less than the minimum of 1 - 'dimensions'`);
  }
  if (dimensions > rules.dimensions) {
    throw new ApiError(
      400,
      `Invalid value for 'dimensions' = ${dimensions}. Must be less than or equal to ${rules.dimensions}.`,
    );
  }
  return dimensions;
}

/** Reads and measures every input into `facts`; returns their tokens in sum. */
function readInputs(input: unknown, limits: Limits, measurer: TextMeasurer, facts: RequestFacts): number {
  const inputs = listInputs(input);
  facts.inputs = inputs.length;
  if (inputs.length === 0) throw invalidInput('input', 'input cannot be an empty array');
  if (inputs.length > limits.maxInputs) {
    throw invalidInput('input', `array length must be ${limits.maxInputs} or less`);
  }
  const counts = inputs.map((one, i) => readInput(one, i, limits, measurer, facts));
  const tooLong = counts.findIndex((tokens) => tokens > limits.maxInputTokens);
  if (tooLong >= 0) {
    throw invalidInput(`input[${tooLong}]`, `maximum input length is ${limits.maxInputTokens} tokens`);
  }
  const sum = counts.reduce((total, tokens) => total + tokens, 0);
  facts.tokens = sum;
  if (sum > limits.maxRequestTokens) {
    throw new ApiError(400, `Requested ${sum} tokens, max ${limits.maxRequestTokens} tokens per request`, {
      type: 'max_tokens_per_request',
      code: 'max_tokens_per_request',
    });
  }
  return sum;
}

function invalidInput(where: string, why: string): ApiError {
  return new ApiError(400, `Invalid '${where}': ${why}.`);
}

/** The four forms of `input`, as a list of texts or of lists of token ids. */
function listInputs(input: unknown): unknown[] {
  if (input === undefined) throw new ApiError(400, "'input' is a required property");
  if (typeof input === 'string') return [input];
  if (!Array.isArray(input)) throw invalidParameter('input');
  if (input.length === 0 || input.every((one) => typeof one === 'string')) return input;
  if (input.every((one) => typeof one === 'number')) return [input];
  if (input.every((one) => Array.isArray(one) && one.every((id) => typeof id === 'number'))) return input;
  throw invalidParameter('input');
}

function readInput(
  one: unknown,
  at: number,
  limits: Limits,
  measurer: TextMeasurer,
  facts: RequestFacts,
): number {
  if (typeof one === 'string') {
    if (one === '') throw invalidInput(`input[${at}]`, 'input cannot be an empty string');
    if (!one.isWellFormed()) throw unparsableBody();
    const { sha256, tokens } = measurer.measure(one, limits.maxInputTokens);
    facts.texts.push(one);
    facts.sha256.push(sha256);
    return tokens;
  }
  const ids = one as number[];
  if (ids.length === 0) throw invalidInput(`input[${at}]`, 'input cannot be an empty array');
  if (!areTokens(ids)) throw invalidParameter('input');
  const bytes = bytesOfTokens(ids);
  facts.texts.push(Buffer.from(bytes).toString('utf8'));
  facts.sha256.push(sha256Of(bytes));
  return ids.length;
}
