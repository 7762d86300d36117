import { type EmbedResult, toClientError, type WeighbridgeClientError } from '@weighbridge/client';
import type { ClaimedBatch, ClaimedChunk } from './claim.ts';
import type { BatchResult, Fate } from './finish.ts';
import { backoff, type Verdict, verdictOfCall, verdictOfItem } from './verdict.ts';

/** What the worker needs of the client. */
export interface EmbeddingClient {
  embed(request: {
    inputs: string[];
    model: string;
    dimensions?: number;
    space?: string;
    partial: true;
    allowFallback: false;
    tags?: string[];
    tooLong?: 'error' | 'truncate' | 'split';
    correlationId: string;
    signal: AbortSignal;
  }): Promise<EmbedResult<true>>;
}

export interface EmbedBatchOptions {
  client: EmbeddingClient;
  signal: AbortSignal;
  now: () => number;
  /** Goes with every call. */
  terms: CallTerms;
}

export interface CallTerms {
  /** Labels for budgets and breakdowns, such as `team:search`. */
  tags?: string[];
  /** What becomes of texts longer than the model takes; left out, the project's setting. */
  tooLong?: 'error' | 'truncate' | 'split';
}

export interface EmbeddedBatch {
  result: BatchResult;
  /** Set when no further call makes sense until somebody has put something right. */
  stop: { code: string; message: string } | undefined;
}

const REJECTED =
  'The provider rejected it as wrong, also when it was asked for alone. See the gateway’s log.';

/** So many chunks refused one by one, and none embedded, are no accident. */
const REFUSED_ALONE_TO_STOP = 3;

/** The calls for one batch, and what they say of each of its chunks. Never throws. */
export async function embedBatch(batch: ClaimedBatch, options: EmbedBatchOptions): Promise<EmbeddedBatch> {
  const run = new BatchRun(batch, options);
  const sound = batch.chunks.flatMap(({ problem }, index) => (problem ? [] : [index]));
  if (sound.length > 0) await run.embed(sound);
  return run.end();
}

class BatchRun {
  readonly #batch: ClaimedBatch;
  readonly #options: EmbedBatchOptions;
  readonly #fates: (Fate | undefined)[];
  #answered: BatchResult['answered'];
  #space: string | undefined;
  #sums = { cached: 0, tokens: 0, billedTokens: 0, costNanoUsd: 0n };
  #pauseUntil: number | undefined;
  #error: BatchResult['error'];
  #stop: EmbeddedBatch['stop'];

  constructor(batch: ClaimedBatch, options: EmbedBatchOptions) {
    this.#batch = batch;
    this.#options = options;
    this.#space = batch.collection.space ?? undefined;
    this.#fates = batch.chunks.map(({ problem }) => problem && { kind: 'failed', ...problem });
  }

  /** Embeds the chunks at some places of the batch; several calls where one was too large or had a text that spoilt it. */
  async embed(places: readonly number[]): Promise<void> {
    // After a stop or a refusal the same would await what is left.
    if (this.#stop || this.#pauseUntil !== undefined || this.#options.signal.aborted) return;
    let answer: EmbedResult<true>;
    try {
      answer = await this.#call(places);
    } catch (thrown) {
      await this.#refused(places, toClientError(thrown, 'the gateway'));
      return;
    }
    this.#add(answer);
    const rejected: number[] = [];
    for (const [index, place] of places.entries()) {
      const vector = answer.vectors[index];
      const item = answer.items[index];
      const error = item?.error ?? {
        code: 'NO_VECTOR',
        message: 'It was answered without a vector.',
        retryable: true,
      };
      if (vector && item) this.#fates[place] = { kind: 'stored', vector, tokens: item.tokens };
      else if (this.#failed(place, error) === 'divide') rejected.push(place);
    }
    await this.#divide(rejected, places, 'PROVIDER_REJECTED');
  }

  end(): EmbeddedBatch {
    const now = this.#options.now();
    // What was not come to: a stop, a pause, or a worker that is ending.
    const runAfter = this.#pauseUntil ?? now;
    const { code, message } = this.#error ?? {
      code: 'INTERRUPTED',
      message: 'The worker stopped before its call.',
    };
    const rest: Fate = { kind: 'requeued', runAfter, counts: false, code, message };
    return {
      result: {
        fates: this.#fates.map((fate) => fate ?? rest),
        answered: this.#answered,
        ...this.#sums,
        pauseUntil: this.#pauseUntil,
        error: this.#error,
      },
      stop: this.#stop,
    };
  }

  #call(places: readonly number[]): Promise<EmbedResult<true>> {
    const { model, dimensions } = this.#batch.collection;
    return this.#options.client.embed({
      inputs: places.map((place) => this.#chunk(place).text),
      model,
      ...(dimensions === null ? {} : { dimensions }),
      ...(this.#space === undefined ? {} : { space: this.#space }),
      partial: true,
      // A collection must not be pinned to a stand-in's space because the provider, or a budget, was out at its first write.
      allowFallback: false,
      ...this.#options.terms,
      correlationId: this.#batch.correlationId,
      signal: this.#options.signal,
    });
  }

  #add(answer: EmbedResult<true>): void {
    const { space, model, dimensions } = answer;
    this.#answered ??= { space, model, dimensions };
    this.#space ??= space;
    this.#sums.cached += answer.cachedInputs;
    this.#sums.tokens += answer.tokens;
    this.#sums.billedTokens += answer.billedTokens;
    this.#sums.costNanoUsd += BigInt(answer.costNanoUsd);
  }

  /** A whole call ended with an error. */
  async #refused(places: readonly number[], error: WeighbridgeClientError): Promise<void> {
    const now = this.#options.now();
    const verdict = verdictOfCall(error, now);
    const { code, message } = error;
    if (verdict.kind === 'fail') {
      for (const [index, place] of places.entries()) {
        this.#fates[place] = { kind: 'failed', ...(unfitAt(error, index) ?? { code, message }) };
      }
      return;
    }
    if (verdict.kind === 'divide') return this.#divide(places, places, code, message);
    this.#error = { code, message };
    if (verdict.kind === 'stop') {
      this.#stop = { code, message };
      return;
    }
    const fitting = Number(error.facts.inputsThatFit ?? 0);
    if (code === 'BUDGET_EXCEEDED' && fitting > 0 && fitting < places.length) {
      await this.embed(places.slice(0, fitting));
    }
    const attempts = Math.max(...places.map((place) => this.#chunk(place).attempts));
    const at = verdict.at ?? now + backoff(attempts);
    if (verdict.pause) this.#pauseUntil = Math.max(this.#pauseUntil ?? 0, at);
    this.#error = { code, message };
    for (const place of places) {
      this.#fates[place] ??= {
        kind: 'requeued',
        runAfter: at,
        counts: verdict.at === undefined,
        code,
        message,
      };
    }
  }

  /** One item of an answer has no vector. Answers whether it is to be asked for again in a smaller call. */
  #failed(place: number, error: { code: string; message: string; retryable: boolean }): Verdict['kind'] {
    const now = this.#options.now();
    const { attempts, lastCode } = this.#chunk(place);
    const verdict = verdictOfItem(error, lastCode, now);
    const { code, message } = error;
    if (verdict.kind === 'fail') this.#fates[place] = { kind: 'failed', code, message };
    if (verdict.kind === 'stop') this.#stop ??= { code, message };
    if (verdict.kind === 'later') {
      const runAfter = verdict.at ?? now + backoff(attempts);
      this.#fates[place] = { kind: 'requeued', runAfter, counts: true, code, message };
    }
    if (verdict.kind !== 'divide') this.#error ??= { code, message };
    return verdict.kind;
  }

  /** Halves, until the one that is at fault stands alone; the rest is embedded. What is rejected bills nothing. */
  async #divide(
    places: readonly number[],
    asked: readonly number[],
    code: string,
    message?: string,
  ): Promise<void> {
    const [only] = places;
    if (only === undefined) return;
    if (asked.length === 1) {
      this.#fates[only] = { kind: 'failed', code, message: message ?? REJECTED };
      this.#assertNotAll(code, message ?? REJECTED);
      return;
    }
    // Every one of them was asked for together with the others: smaller company first.
    const middle = Math.ceil(places.length / 2);
    const halves =
      places.length === asked.length ? [places.slice(0, middle), places.slice(middle)] : [places];
    for (const half of halves) if (half.length > 0) await this.embed(half);
  }

  /** Several refused alone and none embedded: the fault is not theirs, and they are put back. */
  #assertNotAll(code: string, message: string): void {
    const alone = this.#fates.filter((fate) => fate?.kind === 'failed' && fate.code === code).length;
    if (alone < REFUSED_ALONE_TO_STOP || this.#fates.some((fate) => fate?.kind === 'stored')) return;
    for (const [place, fate] of this.#fates.entries()) {
      if (fate?.kind === 'failed' && fate.code === code) this.#fates[place] = undefined;
    }
    this.#error = { code, message };
    this.#stop = { code, message };
  }

  #chunk(place: number): ClaimedChunk {
    const chunk = this.#batch.chunks[place];
    if (!chunk) throw new RangeError(`The batch has no chunk ${place}.`);
    return chunk;
  }
}

/** What the client says of one input, where none of a call's could be sent. */
function unfitAt(
  error: WeighbridgeClientError,
  index: number,
): { code: string; message: string } | undefined {
  const { unfit } = error.facts;
  if (!Array.isArray(unfit)) return undefined;
  const found = (unfit as { index: number; code: string; message: string }[]).find(
    (one) => one.index === index,
  );
  return found && { code: found.code, message: found.message };
}
