import type { WeighbridgeError } from '../errors/base.ts';
import { ShuttingDownError, SpaceMismatchError } from '../errors/call.ts';
import { priceAt } from '../models/catalogue.ts';
import { fixedCatalogue } from '../models/fixed-catalogue.ts';
import type { NanoUsd } from '../money.ts';
import type { ModelCatalogue } from '../ports/catalogue.ts';
import type { Clock, NewId } from '../ports/clock.ts';
import type { EntryContext, Ledger } from '../ports/ledger.ts';
import type { QualityRecorder } from '../ports/quality.ts';
import type { RecallStore } from '../ports/recall.ts';
import type { Mode, RoutingSource } from '../ports/routing.ts';
import type { EmbeddingProvider } from '../providers/provider.ts';
import { type RateLimit, RateLimiter, type RateUse } from '../ratelimit/index.ts';
import { type ProviderSource, Router } from '../router/router.ts';
import { formatSpace } from '../space.ts';
import { normaliseTags } from '../tags.ts';
import type { TokenCounter } from '../tokenizer/index.ts';
import { type AdmittedModel, admitInputs, admitModel, admitUnsplit, admitWeights } from './admit.ts';
import { answerOf } from './answer.ts';
import { assemble } from './assemble.ts';
import { Coalescer } from './coalesce.ts';
import { assertCountable } from './countable.ts';
import { Dispatcher, type Shipment } from './dispatch.ts';
import { freeEntries } from './free-entries.ts';
import { type FulfilDeps, fulfil } from './fulfil.ts';
import { answerOrFallBack } from './hybrid.ts';
import { Memory } from './memory.ts';
import { waitPatiently } from './patience.ts';
import type { Pieces } from './pieces.ts';
import { quoteCall } from './quote.ts';
import { DEFAULT_RETRY, type RetrySettings } from './retry.ts';
import { scopesOf } from './scopes.ts';
import { Settler } from './settler.ts';
import type { CallOrigin, EmbedAnswer, EmbedCall, Engine, QuoteCall } from './types.ts';
import { weigh } from './weigh.ts';

export interface EngineDeps {
  ledger: Ledger;
  recall: RecallStore;
  quality: QualityRecorder;
  routing: RoutingSource;
  /** A provider as it is configured now. @throws ProviderError PROVIDER_NOT_CONFIGURED */
  providers: ProviderSource;
  counter: TokenCounter;
  clock: Clock;
  newId: NewId;
  /** The secret that keys a project's recall hashes. */
  poolKey: (projectId: string) => Uint8Array;
  /** Told of writes that trail an answer and fail; they are tried again. */
  onError: (error: unknown, what: string) => void;
  /** Models with the prices that hold for them; read for each call. Those that ship, when left out. */
  models?: ModelCatalogue;
  /** Rate limits of our own on these scopes; read for each call. */
  rateLimits?: (scopes: readonly string[]) => Promise<readonly RateLimit[]>;
  retry?: Partial<RetrySettings>;
  /** For jitter; 0 to 1. */
  random?: () => number;
}

const DEFAULT_TIMEOUT_MS = 10 * 60_000;

/** The ten steps over the ports: admit, weigh, recall, pack, reserve, dispatch, inspect, remember, settle, answer. */
export function createEngine(deps: EngineDeps): Engine {
  return new EmbeddingEngine(deps);
}

class EmbeddingEngine implements Engine {
  readonly #deps: EngineDeps;
  readonly #models: ModelCatalogue;
  readonly #retry: RetrySettings;
  readonly #router: Router;
  readonly #settler: Settler;
  readonly #memory: Memory;
  readonly #limiter = new RateLimiter();
  readonly #fulfilDeps: FulfilDeps;
  readonly #abandon = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  #closing = false;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    this.#models = deps.models ?? fixedCatalogue();
    this.#retry = { ...DEFAULT_RETRY, ...deps.retry };
    this.#router = new Router(deps.providers, deps.clock);
    this.#settler = new Settler(deps);
    this.#memory = new Memory(deps.recall, deps.poolKey, deps.onError);
    const dispatcher = new Dispatcher({
      ledger: deps.ledger,
      settler: this.#settler,
      clock: deps.clock,
      newId: deps.newId,
      random: deps.random ?? Math.random,
      abandon: this.#abandon.signal,
      remember: (...given) => this.#memory.remember(...given),
    });
    this.#fulfilDeps = {
      ledger: deps.ledger,
      memory: this.#memory,
      coalescer: new Coalescer(),
      dispatcher,
    };
  }

  async embed(call: EmbedCall): Promise<EmbedAnswer> {
    if (this.#closing) throw new ShuttingDownError();
    const began = this.#deps.clock.now();
    const inputs: readonly unknown[] = call.inputs;
    admitInputs(inputs);
    const admitted = await admitModel(call, this.#models);
    const nanoUsdPerToken = priceAt(admitted.model, began);
    const mode = await this.#deps.routing.mode();
    const route = await this.#router.route(mode);
    this.#assertPinned(call, route.primary, admitted, mode);

    const pieces = await weigh(this.#deps.counter, admitted.model, {
      ...call,
      inputs,
      tooLong: call.tooLong ?? 'error',
    });
    admitWeights(pieces.tokens, admitted.model);
    if (!call.split) admitUnsplit(pieces, admitted.model);
    const context = this.#context(call, '', route.primary, admitted, mode);
    const rateLimits = await this.#assertRate(context, pieces.tokens);

    const job = { call, pieces, admitted, nanoUsdPerToken, mode, began, rateLimits };
    const attempt = (provider: EmbeddingProvider, maxAttempts: number, refusal?: WeighbridgeError) =>
      this.#answerFrom(provider, { ...job, maxAttempts, refusal });
    const fallback = route.fallback;
    if (!fallback) return attempt(route.primary, this.#retry.maxAttempts);

    return answerOrFallBack(call, {
      primary: route.primary.id,
      health: this.#router.health(route.primary.id),
      ask: (most, refusal) => attempt(route.primary, Math.min(most, this.#retry.maxAttempts), refusal),
      fallBack: () => attempt(fallback, this.#retry.maxAttempts),
    });
  }

  async quote(call: QuoteCall) {
    const inputs: readonly unknown[] = call.inputs;
    admitInputs(inputs);
    const admitted = await admitModel(call, this.#models);
    const nanoUsdPerToken = priceAt(admitted.model, this.#deps.clock.now());
    const mode = await this.#deps.routing.mode();
    const { primary } = await this.#router.route(mode);
    const pieces = await weigh(this.#deps.counter, admitted.model, {
      inputs,
      tooLong: call.tooLong ?? 'error',
    });
    const space = this.#space(primary, admitted);
    const context = this.#context(call, '', primary, admitted, mode);
    return quoteCall({
      mode,
      provider: primary,
      admitted,
      space,
      pieces,
      nanoUsdPerToken,
      scopes: scopesOf(context),
      memory: this.#memory,
      projectId: call.projectId,
    });
  }

  async countTokens(inputs: readonly string[], model?: string): Promise<Uint32Array> {
    admitInputs(inputs);
    const admitted = await admitModel(model === undefined ? {} : { model }, this.#models);
    assertCountable(admitted.model);
    return this.#deps.counter.countMany(inputs);
  }

  async spaceOf(mode: Mode, model?: string, dimensions?: number): Promise<string> {
    const admitted = await admitModel(
      { ...(model === undefined ? {} : { model }), ...(dimensions === undefined ? {} : { dimensions }) },
      this.#models,
    );
    const { primary } = await this.#router.route(mode);
    return this.#space(primary, admitted);
  }

  health(providerId: string) {
    return this.#router.snapshot(providerId);
  }

  rateUse(limits: readonly RateLimit[]) {
    const now = this.#deps.clock.now();
    return limits.map((limit) => ({
      used: this.#limiter.used(limit, now),
      waitMs: this.#limiter.waitFor(limit, now),
    }));
  }

  countBefore(limit: RateLimit, used: readonly RateUse[]): void {
    this.#limiter.countBefore(limit, used);
  }

  async drain(timeoutMs: number): Promise<{ unfinished: number }> {
    this.#closing = true;
    const idle = (async () => {
      while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
      await this.#settler.settled();
    })();
    const timer = new AbortController();
    const timeout = this.#deps.clock.sleep(timeoutMs, timer.signal).catch(() => undefined);
    await Promise.race([idle, timeout]);
    timer.abort();
    return { unfinished: this.#running.size };
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#abandon.abort();
    this.#settler.stop();
    await Promise.allSettled([...this.#running]);
    await this.#settler.settled();
    await this.#deps.counter.close();
  }

  /** The whole call from one provider, so that one answer has one space. */
  async #answerFrom(
    provider: EmbeddingProvider,
    job: {
      call: EmbedCall;
      pieces: Pieces;
      admitted: AdmittedModel;
      /** As it was when the call was admitted: one call is held and settled at one price. */
      nanoUsdPerToken: NanoUsd;
      mode: Mode;
      maxAttempts: number;
      refusal: WeighbridgeError | undefined;
      began: number;
      rateLimits: readonly RateLimit[];
    },
  ): Promise<EmbedAnswer> {
    const { call, pieces, admitted, mode } = job;
    const callId = this.#deps.newId('call');
    const context = this.#context(call, callId, provider, admitted, mode);
    const stop = new AbortController();
    const shipment: Shipment = {
      context,
      scopes: scopesOf(context),
      provider,
      health: this.#router.health(provider.id),
      model: admitted.model,
      dimensions: admitted.dimensions,
      nanoUsdPerToken: job.nanoUsdPerToken,
      user: call.user,
      retry: { ...this.#retry, maxAttempts: job.maxAttempts },
      refusal: job.refusal,
      stop,
      bill: { tokens: 0, nanoUsd: 0n, requests: 0 },
    };
    const work = fulfil(this.#fulfilDeps, shipment, pieces, call.fresh ?? false);
    this.#running.add(work);
    void work.catch(() => undefined).finally(() => this.#running.delete(work));
    // The caller may stop waiting; what is out goes on, is inspected, kept and settled.
    const fulfilment = await waitPatiently(work, stop, {
      signal: call.signal,
      timeoutMs: call.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      clock: this.#deps.clock,
    });
    const items = assemble(pieces, fulfilment.items);
    const durationMs = Math.max(0, this.#deps.clock.now() - job.began);
    void this.#settler.post(freeEntries(shipment, fulfilment.counts, items, durationMs, this.#deps.newId));
    return { ...answerOf(shipment, mode, items, fulfilment), rateLimits: job.rateLimits };
  }

  #assertPinned(call: EmbedCall, primary: EmbeddingProvider, admitted: AdmittedModel, mode: Mode): void {
    if (call.space === undefined) return;
    const actual = this.#space(primary, admitted);
    if (call.space !== actual) throw new SpaceMismatchError(call.space, actual, mode);
  }

  /** @returns the limits that the call is counted under */
  async #assertRate(context: EntryContext, tokens: Uint32Array): Promise<readonly RateLimit[]> {
    const limits = (await this.#deps.rateLimits?.(scopesOf(context))) ?? [];
    if (limits.length === 0) return limits;
    let total = 0;
    for (const count of tokens) total += count;
    this.#limiter.admit(limits, total, this.#deps.clock.now());
    return limits;
  }

  #space(provider: EmbeddingProvider, { model, dimensions }: AdmittedModel): string {
    return formatSpace({ endpoint: provider.endpoint, model: model.id, dimensions });
  }

  #context(
    call: CallOrigin,
    callId: string,
    provider: EmbeddingProvider,
    admitted: AdmittedModel,
    mode: Mode,
  ): EntryContext {
    return {
      callId,
      correlationId: call.correlationId,
      projectId: call.projectId,
      keyId: call.keyId,
      tags: normaliseTags(call.tags ?? []),
      mode,
      provider: provider.id,
      model: admitted.model.id,
      space: this.#space(provider, admitted),
    };
  }
}
