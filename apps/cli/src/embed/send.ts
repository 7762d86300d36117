import type { EmbedResult, WeighbridgeClient } from '@weighbridge/client';
import type { TooLong } from '@weighbridge/embeddings';
import type { Chunk } from '../chunks/chunk.ts';
import type { ChunkEvent } from '../chunks/stream.ts';
import { CliError } from '../command-line/cli-error.ts';
import type { VectorFile, VectorRow } from '../vector-files/vector-file.ts';
import { type Batch, batchesOf } from './batches.ts';
import { inOrder } from './pipeline.ts';
import type { ReadingSettings } from './settings.ts';

/** A chunk that got no vector. */
export interface ChunkFailure {
  chunkId: string;
  documentId: string;
  ordinal: number;
  code: string;
  message: string;
}

/** What a run has done so far. */
export interface Progress {
  /** Vectors written. */
  embedded: number;
  /** Those of them that cost nothing: from the cache, or repeated within the job. */
  cached: number;
  /** Exact tokens of what was written. */
  tokens: number;
  billedTokens: number;
  requests: number;
  costNanoUsd: bigint;
  wouldHaveNanoUsd: bigint;
  savedNanoUsd: bigint;
  /** Tokens cut off chunks that were truncated, and chunks that were embedded in several windows. */
  truncatedTokens: number;
  splitChunks: number;
  failures: ChunkFailure[];
  /** Why nothing further was sent; undefined while all goes well. */
  stopped: unknown;
}

export interface SendOptions {
  client: WeighbridgeClient;
  target: ReadingSettings['target'];
  events: AsyncIterable<ChunkEvent>;
  file: VectorFile;
  /** Every call is refused unless it would be answered in this space. */
  space: string;
  /** As it was quoted, whatever the project says meanwhile. */
  tooLong: TooLong;
  /** Marks the run in the gateway's log and ledger; each call adds its number. */
  run: string;
  /** Stop sending, keep what comes back. */
  soft: AbortSignal;
  /** Stop waiting. */
  hard: AbortSignal;
  onProgress: (progress: Progress) => void;
}

const CALLS_UNDER_WAY = 3;

/** Embeds what the file lacks and writes it in order. Never throws for a refused or failed call: see `stopped`. */
export async function send(options: SendOptions): Promise<Progress> {
  const { file, soft } = options;
  const progress = emptyProgress();
  let call = 0;
  const embed = (batch: Batch) =>
    batch.chunks.length === 0
      ? Promise.resolve(undefined)
      : options.client.embed({
          ...options.target,
          inputs: batch.chunks.map((chunk) => chunk.text),
          space: options.space,
          tooLong: options.tooLong,
          partial: true,
          correlationId: `${options.run}.${++call}`,
          signal: options.hard,
        });
  const batches = until(
    soft,
    batchesOf(options.events, (event) => event.type !== 'chunk' || !file.has(event.chunk)),
  );
  try {
    await inOrder(batches, CALLS_UNDER_WAY, embed, async (batch, outcome) => {
      if (outcome.status === 'rejected') progress.stopped ??= outcome.reason;
      else await keep(options, batch, outcome.value, progress);
      options.onProgress(progress);
      return progress.stopped === undefined && !soft.aborted;
    });
  } catch (error) {
    progress.stopped ??= error;
  }
  return progress;
}

async function* until<T>(signal: AbortSignal, items: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    if (signal.aborted) return;
    yield item;
  }
}

async function keep(
  { file, tooLong }: Pick<SendOptions, 'file' | 'tooLong'>,
  batch: Batch,
  answer: EmbedResult<true> | undefined,
  progress: Progress,
): Promise<void> {
  const rows: VectorRow[] = [];
  for (const [index, chunk] of batch.chunks.entries()) {
    const item = answer?.items[index];
    const vector = answer?.vectors[index];
    if (answer && item && vector) {
      rows.push({
        chunk,
        vector,
        model: answer.model,
        modelVersion: answer.model,
        dimensions: answer.dimensions,
        space: answer.space,
        tooLong,
      });
      progress.tokens += item.tokens;
      progress.truncatedTokens += item.truncatedTokens;
      if (item.windows > 1) progress.splitChunks++;
      if (item.cached) progress.cached++;
    } else {
      progress.failures.push(failureOf(chunk, item?.error ?? null));
    }
  }
  if (answer) {
    progress.billedTokens += answer.billedTokens;
    progress.requests += answer.requests;
    progress.costNanoUsd += BigInt(answer.costNanoUsd);
    progress.wouldHaveNanoUsd += BigInt(answer.wouldHaveNanoUsd);
    progress.savedNanoUsd += BigInt(answer.savedNanoUsd);
    progress.stopped ??= reasonToStop(answer);
  }
  await file.write(rows, batch.finished);
  progress.embedded += rows.length;
}

/** Sending on makes no sense when a budget refused, or when not one input of a call was answered. */
function reasonToStop(answer: EmbedResult<true>): CliError | undefined {
  const errors = answer.items.flatMap((item) => (item.error ? [item.error] : []));
  const refused = errors.find(({ code }) => code === 'BUDGET_EXCEEDED' || code === 'LEDGER_GAP');
  const first = refused ?? (errors.length === answer.items.length ? errors[0] : undefined);
  if (!first) return undefined;
  return new CliError({
    code: first.code,
    message: first.message,
    facts: { correlationId: answer.correlationId },
    exitCode: refused ? 3 : 1,
  });
}

function failureOf(chunk: Chunk, error: { code: string; message: string } | null): ChunkFailure {
  return {
    chunkId: chunk.chunkId,
    documentId: chunk.documentId,
    ordinal: chunk.ordinal,
    code: error?.code ?? 'NO_VECTOR',
    message: error?.message ?? 'The gateway answered without a vector for it.',
  };
}

export function emptyProgress(): Progress {
  return {
    embedded: 0,
    cached: 0,
    tokens: 0,
    billedTokens: 0,
    requests: 0,
    costNanoUsd: 0n,
    wouldHaveNanoUsd: 0n,
    savedNanoUsd: 0n,
    truncatedTokens: 0,
    splitChunks: 0,
    failures: [],
    stopped: undefined,
  };
}
