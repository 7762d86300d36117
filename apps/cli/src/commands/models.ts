import type { RouterOutputs } from '@weighbridge/client';
import { usageError } from '../command-line/cli-error.ts';
import { table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';
import { type PriceOptions, priceOf } from './prices.ts';

type Model = RouterOutputs['models']['define'];

export interface DefineModelOptions extends PriceOptions {
  dimensions: string;
  shortenable?: boolean;
  anyLength?: boolean;
  tokenizer?: string;
  maxInputs?: string;
  maxTokensPerInput?: string;
  maxTokensPerRequest?: string;
  reason?: string;
}

const TOKENIZERS = ['cl100k_base', 'unknown'] as const;

/** `weighbridge models list`. JSON: an array. */
export async function listModels({ ask, terminal }: Desk): Promise<void> {
  const models = await ask((trpc) => trpc.models.list.query());
  terminal.result(models, () => modelTable(models));
}

/** `weighbridge models define <id>`. JSON: the model. */
export async function defineModel(
  { ask, terminal }: Desk,
  id: string,
  options: DefineModelOptions,
): Promise<void> {
  const tokenizer = tokenizerOf(options.tokenizer);
  const definition = {
    id,
    dimensions: wholeNumber('--dimensions', options.dimensions),
    ...(options.shortenable ? { shortenable: true } : {}),
    ...(options.anyLength ? { unitNorm: false } : {}),
    ...(tokenizer === undefined ? {} : { tokenizer }),
    ...limit('maxInputs', '--max-inputs', options.maxInputs),
    ...limit('maxTokensPerInput', '--max-tokens-per-input', options.maxTokensPerInput),
    ...limit('maxTokensPerRequest', '--max-tokens-per-request', options.maxTokensPerRequest),
    ...priceOf(options),
    ...why(options),
  };
  const model = await ask((trpc) => trpc.models.define.mutate(definition));
  terminal.result(model, () => modelTable([model]));
}

/** `weighbridge models remove <id>`. JSON: `{ id, removed }`. */
export async function removeModel(
  { ask, terminal }: Desk,
  id: string,
  options: { reason?: string },
): Promise<void> {
  const removed = await ask((trpc) => trpc.models.remove.mutate({ id, ...why(options) }));
  terminal.result(removed, () => `Model ${id} is removed. Calls for it are refused from now on.`);
}

function tokenizerOf(given: string | undefined): (typeof TOKENIZERS)[number] | undefined {
  const found = TOKENIZERS.find((name) => name === given);
  if (found !== undefined || given === undefined) return found;
  throw usageError(`--tokenizer is "${given}"; write one of: ${TOKENIZERS.join(', ')}.`);
}

function limit<Name extends string>(
  name: Name,
  option: string,
  given: string | undefined,
): Partial<Record<Name, number>> {
  if (given === undefined) return {};
  return { [name]: wholeNumber(option, given) } as Record<Name, number>;
}

function wholeNumber(option: string, given: string): number {
  const value = Number(given);
  if (/^[0-9]+$/.test(given) && value > 0 && Number.isSafeInteger(value)) return value;
  throw usageError(`${option} is "${given}"; write a whole number above zero.`);
}

function modelTable(models: readonly Model[]): string {
  return table(
    models,
    [
      { title: 'MODEL', value: (model) => model.id },
      { title: 'DIMENSIONS', value: (model) => String(model.dimensions), align: 'right' },
      { title: 'TOKENIZER', value: (model) => model.tokenizer },
      { title: 'A MILLION TOKENS', value: (model) => priceNow(model), align: 'right' },
      {
        title: 'NEXT',
        value: ({ next }) => (next ? `${next.free ? 'free' : next.pricePerMillion} from ${next.from}` : ''),
      },
      { title: '', value: (model) => (model.custom ? 'defined here' : 'ships') },
    ],
    'No models.',
  );
}

function priceNow({ price }: Model): string {
  if (!price) return 'no price: refused';
  return price.free ? 'free' : price.pricePerMillion;
}
