import type { QuoteResult, WeighbridgeClient } from '@weighbridge/client';
import type { Chunk } from '../chunks/chunk.ts';
import type { ChunkEvent } from '../chunks/stream.ts';
import { CliError } from '../command-line/cli-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import type { FileProblem } from '../documents/document.ts';
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
  /** Chunks to embed, their exact tokens, and those of them that would be answered without paying. */
  pending: number;
  tokens: number;
  cached: number;
  sendTokens: number;
  requests: number;
  costNanoUsd: bigint;
  listNanoUsd: bigint;
  nanoUsdPerToken: bigint;
  /** Undefined when there is nothing to embed. */
  answer: Pick<QuoteResult, 'mode' | 'provider' | 'model' | 'dimensions' | 'space'> | undefined;
  budgets: BudgetShare[];
  problems: FileProblem[];
}

export interface WeighOptions {
  client: WeighbridgeClient;
  target: ReadingSettings['target'];
  events: AsyncIterable<ChunkEvent>;
  /** Whether the output holds a chunk already. */
  isHeld: (chunk: Chunk) => boolean;
  /** The space that the output is pinned to. */
  pinned: string | undefined;
  signal: AbortSignal;
  onProgress: (weight: Weight) => void;
}

const QUOTES_UNDER_WAY = 2;

/**
 * Reads and splits everything once and has the gateway quote it, batch by batch; nothing is kept but sums.
 * @throws CliError SPACE_MISMATCH before anything is sent, and whatever the gateway says.
 */
export async function weigh(options: WeighOptions): Promise<Weight> {
  const weight = emptyWeight();
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
    else failure = mismatch(outcome.value, options.pinned ?? weight.answer?.space);
    if (failure === undefined && outcome.status === 'fulfilled') add(weight, outcome.value);
    options.onProgress(weight);
    return failure === undefined && !options.signal.aborted;
  });
  if (options.signal.aborted) {
    throw new CliError({
      code: 'CANCELLED',
      message: 'Stopped before anything was sent.',
      exitCode: EXIT.interrupted,
    });
  }
  if (failure !== undefined) throw failure;
  return weight;
}

async function* withChunks(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  for await (const batch of batches) if (batch.chunks.length > 0) yield batch;
}

function add(weight: Weight, quote: QuoteResult): void {
  weight.cached += quote.cachedInputs;
  weight.sendTokens += quote.sendTokens;
  weight.requests += quote.requests;
  weight.costNanoUsd += BigInt(quote.costNanoUsd);
  weight.listNanoUsd += BigInt(quote.listNanoUsd);
  weight.nanoUsdPerToken = BigInt(quote.nanoUsdPerToken);
  const { mode, provider, model, dimensions, space } = quote;
  weight.answer = { mode, provider, model, dimensions, space };
  weight.budgets = quote.budgets.map((budget) => ({
    ...budget,
    share: Number(weight.costNanoUsd) / Number(budget.limitNanoUsd),
    fits: weight.costNanoUsd <= BigInt(budget.leftNanoUsd),
  }));
}

function mismatch(quote: QuoteResult, pinned: string | undefined): CliError | undefined {
  if (pinned === undefined || quote.space === pinned) return undefined;
  return new CliError({
    code: 'SPACE_MISMATCH',
    message:
      `The output is pinned to the vector space "${pinned}", but mode "${quote.mode}" answers in "${quote.space}". ` +
      'Vectors of two spaces must never mix: switch the mode back, or write to another file with -o. Nothing was sent.',
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
    answer: undefined,
    budgets: [],
    problems: [],
  };
}
