import type { QuoteResult, WeighbridgeClient } from '@weighbridge/client';
import type { Chunk } from '../chunks/chunk.ts';
import type { ChunkEvent } from '../chunks/stream.ts';
import { CliError } from '../command-line/cli-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import type { FileProblem } from '../documents/document.ts';
import { counted } from '../present/quantity.ts';
import type { Pin } from '../vector-files/vector-file.ts';
import { type Batch, batchesOf } from './batches.ts';
import { inOrder } from './pipeline.ts';
import type { ReadingSettings } from './settings.ts';

/** A budget in scope, seen against the whole job. */
export interface BudgetShare {
  id: string;
  scope: string;
  window: string;
  limit: string;
  limitNanoUsd: string;
  left: string;
  leftNanoUsd: string;
  /** What the whole job would take of the limit, 0 to 1 and beyond. */
  share: number;
  fits: boolean;
  resetsAt: string | null;
}

/** What a whole job weighs and would cost now. */
export interface Weight {
  documents: number;
  /** All chunks of the documents. */
  chunks: number;
  /** Chunks that the output already holds. */
  resumed: number;
  /** Chunks to embed, their tokens as they were cut (OpenAI's), and those of them that would be answered without paying. */
  pending: number;
  tokens: number;
  cached: number;
  sendTokens: number;
  requests: number;
  costNanoUsd: bigint;
  listNanoUsd: bigint;
  nanoUsdPerToken: bigint;
  /** False where the model's tokenizer is not known: then what is sent and what it costs are upper bounds. */
  exact: boolean;
  /** Undefined when there is nothing to embed. */
  answer:
    | Pick<QuoteResult, 'mode' | 'provider' | 'model' | 'dimensions' | 'space' | 'tooLongPolicy'>
    | undefined;
  budgets: BudgetShare[];
  problems: FileProblem[];
}

export interface WeighOptions {
  client: WeighbridgeClient;
  target: ReadingSettings['target'];
  events: AsyncIterable<ChunkEvent>;
  /** Whether the output holds a chunk already. */
  isHeld: (chunk: Chunk) => boolean;
  /** What the output is pinned to. */
  pinned: Pin | undefined;
  signal: AbortSignal;
  onProgress: (weight: Weight) => void;
}

const QUOTES_UNDER_WAY = 2;

/** Quoted for the space that it would be answered in. */
const ANY_TEXT = ' ';

/**
 * Reads and splits everything once and has the gateway quote it, batch by batch; nothing is kept but sums.
 * @throws CliError SPACE_MISMATCH, TOO_LONG_MISMATCH before anything is sent, and whatever the gateway says.
 */
export async function weigh(options: WeighOptions): Promise<Weight> {
  const weight = emptyWeight();
  await assertPinned(options);
  const seen = new Set<string>();
  const onEvent = (event: ChunkEvent): boolean => {
    if (event.type === 'document') weight.documents++;
    if (event.type === 'problem') weight.problems.push(event.problem);
    if (event.type !== 'chunk') return true;
    weight.chunks++;
    if (options.isHeld(event.chunk)) {
      weight.resumed++;
      return false;
    }
    weight.pending++;
    weight.tokens += event.chunk.tokens;
    // A text that came before is paid for there; quotes of separate batches would not know.
    const id = event.chunk.sha256.slice(0, 16);
    const repeated = seen.has(id);
    if (repeated) weight.cached++;
    seen.add(id);
    return !repeated;
  };
  const quote = (batch: Batch) =>
    options.client.quote({
      ...options.target,
      inputs: batch.chunks.map((chunk) => chunk.text),
      signal: options.signal,
    });
  const batches = withChunks(batchesOf(options.events, onEvent));
  let failure: unknown;
  await inOrder(batches, QUOTES_UNDER_WAY, quote, async (_batch, outcome) => {
    if (failure !== undefined) return false;
    if (outcome.status === 'rejected') failure = outcome.reason;
    else failure = mismatch(outcome.value, options.pinned, weight.answer);
    if (failure === undefined && outcome.status === 'fulfilled') add(weight, outcome.value);
    options.onProgress(weight);
    return failure === undefined && !options.signal.aborted;
  });
  if (options.signal.aborted) throw stopped();
  if (failure !== undefined) throw failure;
  return weight;
}

/** @throws CliError NO_DOCUMENTS when no file could be read as text: a run that did nothing must not look done. */
export function assertDocuments({ documents, problems }: Weight): void {
  if (documents > 0 || problems.some(({ outcome }) => outcome === 'failed')) return;
  throw new CliError({
    code: 'NO_DOCUMENTS',
    message:
      problems.length === 0
        ? 'There are no files to read under these paths. Hidden files, .git and node_modules are passed over.'
        : `There is nothing to embed under these paths: ${counted(problems.length, 'file')} found, and each was skipped for the reason above.`,
    facts: { skipped: problems.length },
  });
}

/**
 * An output is refused for what it is pinned to even where it holds every chunk already: "done" would say that it has
 * vectors of the model, length and mode that were asked for.
 */
async function assertPinned({ client, target, pinned, signal }: WeighOptions): Promise<void> {
  if (pinned === undefined) return;
  let failure: unknown;
  try {
    failure = mismatch(await client.quote({ ...target, inputs: [ANY_TEXT], signal }), pinned, undefined);
  } catch (error) {
    failure = signal.aborted ? stopped() : error;
  }
  if (failure !== undefined) throw failure;
}

function stopped(): CliError {
  return new CliError({
    code: 'CANCELLED',
    message: 'Stopped before anything was sent.',
    exitCode: EXIT.interrupted,
  });
}

async function* withChunks(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  for await (const batch of batches) if (batch.chunks.length > 0) yield batch;
}

function add(weight: Weight, quote: QuoteResult): void {
  weight.exact &&= quote.exact;
  weight.cached += quote.cachedInputs;
  weight.sendTokens += quote.sendTokens;
  weight.requests += quote.requests;
  weight.costNanoUsd += BigInt(quote.costNanoUsd);
  weight.listNanoUsd += BigInt(quote.listNanoUsd);
  weight.nanoUsdPerToken = BigInt(quote.nanoUsdPerToken);
  const { mode, provider, model, dimensions, space, tooLongPolicy } = quote;
  weight.answer = { mode, provider, model, dimensions, space, tooLongPolicy };
  weight.budgets = quote.budgets.map((budget) => ({
    ...budget,
    share: Number(weight.costNanoUsd) / Number(budget.limitNanoUsd),
    fits: weight.costNanoUsd <= BigInt(budget.leftNanoUsd),
  }));
}

/** What the output, or an earlier batch of this run, does not go together with. */
function mismatch(
  quote: QuoteResult,
  file: Pin | undefined,
  earlier: Weight['answer'],
): CliError | undefined {
  const space = file?.space ?? earlier?.space;
  if (space !== undefined && quote.space !== space) return otherSpace(quote, space);
  const policy = file?.tooLong ?? earlier?.tooLongPolicy;
  if (policy === undefined || quote.tooLongPolicy === policy) return undefined;
  return new CliError({
    code: 'TOO_LONG_MISMATCH',
    message:
      `The output has texts longer than the model takes by the policy "${policy}", this run would by "${quote.tooLongPolicy}". ` +
      `Whole, truncated and averaged texts must not mix: add --too-long ${policy}, or write to another file with -o. Nothing was sent.`,
    facts: { pinned: policy, actual: quote.tooLongPolicy },
  });
}

function otherSpace(quote: QuoteResult, pinned: string): CliError {
  return new CliError({
    code: 'SPACE_MISMATCH',
    message:
      `The output is pinned to the vector space "${pinned}", but mode "${quote.mode}" answers in "${quote.space}". ` +
      'Vectors of two spaces must never mix: go back to the mode, --model and --dimensions it was made with, or write to another file with -o. Nothing was sent.',
    facts: { pinned, actual: quote.space, mode: quote.mode },
  });
}

function emptyWeight(): Weight {
  return {
    documents: 0,
    chunks: 0,
    resumed: 0,
    pending: 0,
    tokens: 0,
    cached: 0,
    sendTokens: 0,
    requests: 0,
    costNanoUsd: 0n,
    listNanoUsd: 0n,
    nanoUsdPerToken: 0n,
    exact: true,
    answer: undefined,
    budgets: [],
    problems: [],
  };
}
