import type { WeighbridgeError } from '../errors/base.ts';
import { ShuttingDownError } from '../errors/call.ts';
import { notTriedAgain, ProviderError } from '../errors/provider.ts';
import type { EmbeddingModel, ModelLimits } from '../models/catalogue.ts';
import type { NanoUsd } from '../money.ts';
import { type Lane, Pacer, type Passage } from '../pacer/index.ts';
import type { Clock, NewId } from '../ports/clock.ts';
import type { EntryContext, HoldRequest, Ledger, Urgency } from '../ports/ledger.ts';
import type { QualityFailure } from '../ports/quality.ts';
import type { EmbeddingProvider, ProviderAnswer } from '../providers/provider.ts';
import type { ProviderHealth } from '../router/health.ts';
import { isTurnSpent, nextTurn } from '../turns.ts';
import { Attempts } from './attempt.ts';
import { inspectShipment } from './inspect.ts';
import { noteMeter } from './metered.ts';
import { nextDelay, type RetrySettings } from './retry.ts';
import type { Settler } from './settler.ts';

/** One text that has to be asked for. `index` is the (first) input of the caller's request that it is (a piece) of. */
export interface Parcel {
  index: number;
  text: string;
  /** Sent in place of the text; a call's parcels have them all, or none. */
  ids?: Uint32Array;
  /** What it is held at. */
  tokens: number;
  /** Its part of what the provider metered, where the text could only be bounded. */
  metered?: number;
  /** Under which its vector is kept; absent when it must not be. */
  key?: Uint8Array;
}

export type ParcelOutcome =
  | { ok: true; vector: Float32Array; warnings: readonly QualityFailure[] }
  | { ok: false; error: WeighbridgeError };

/** Everything the batches of one call have in common. */
export interface Shipment {
  context: EntryContext;
  scopes: readonly string[];
  provider: EmbeddingProvider;
  health: ProviderHealth;
  model: EmbeddingModel;
  dimensions: number;
  nanoUsdPerToken: NanoUsd;
  user: string | undefined;
  retry: RetrySettings;
  /** Why the provider is not asked at all: the cache answers the whole call, or this is thrown. */
  refusal: WeighbridgeError | undefined;
  /** Aborted when nothing further may be sent: the caller left, the deadline passed, or another batch failed for good. */
  stop: AbortController;
  /** Added up over all attempts of the call. */
  bill: { tokens: number; nanoUsd: NanoUsd; requests: number };
}

export interface DispatchDeps {
  ledger: Ledger;
  settler: Settler;
  clock: Clock;
  newId: NewId;
  random: () => number;
  /** Aborts what is out when the process must end at once. */
  abandon: AbortSignal;
  /** Keeps sound vectors before the batch counts as done, so that what was paid for survives what follows. */
  remember(
    shipment: Shipment,
    parcels: readonly Parcel[],
    outcomes: readonly ParcelOutcome[],
    when: Urgency,
  ): Promise<void>;
}

/** How far the attempts at one packed request have come. */
interface Progress {
  batch: number;
  lane: Lane;
  outcomes: Map<Parcel, ParcelOutcome>;
  /** What is still to be answered. */
  open: readonly Parcel[];
  /** Placed for the next attempt. */
  hold: HoldRequest | undefined;
  attempts: number;
  ambiguous: number;
  /** How the last attempt failed. */
  failure: ProviderError | undefined;
  wasInspected: boolean;
}

/** A call of one request with no more than this is one that somebody waits for. */
const INTERACTIVE = { inputs: 32, tokens: 16_384 };

/** Sends packed requests at the pace of their provider: attempts, pauses, inspection, settling. */
export class Dispatcher {
  readonly #deps: DispatchDeps;
  /** One for each provider and model, whose limits all calls share. */
  readonly #pacers = new Map<string, Pacer>();

  readonly #attempts: Attempts;

  constructor(deps: DispatchDeps) {
    this.#deps = deps;
    this.#attempts = new Attempts(deps);
    deps.abandon.addEventListener('abort', () => {
      for (const pacer of this.#pacers.values()) pacer.close(new ShuttingDownError());
    });
  }

  /** The hold of one attempt at a batch; free providers need none. */
  holdFor(shipment: Shipment, parcels: readonly Parcel[], batch: number, attempt: number): HoldRequest {
    const tokens = weigh(parcels);
    return {
      ...shipment.context,
      id: this.#deps.newId('att'),
      batch,
      attempt,
      inputs: parcels.length,
      tokens,
      nanoUsd: BigInt(tokens) * shipment.nanoUsdPerToken,
      scopes: shipment.scopes,
    };
  }

  /**
   * Sends all batches of a call; `holds[i]` was placed for `batches[i]`. Never throws: each parcel has an outcome, and
   * each hold is closed or closing.
   */
  async send(
    shipment: Shipment,
    batches: readonly (readonly Parcel[])[],
    holds: readonly (HoldRequest | undefined)[],
  ): Promise<ParcelOutcome[][]> {
    const lane = batches.length === 1 && isSmall(batches[0] ?? []) ? 'interactive' : 'bulk';
    return Promise.all(
      batches.map((parcels, batch) => this.#sendBatch(shipment, parcels, batch, holds[batch], lane)),
    );
  }

  #pacer({ provider, model }: Shipment): Pacer {
    const name = JSON.stringify([provider.id, provider.endpoint, model.id]);
    let pacer = this.#pacers.get(name);
    if (!pacer) {
      pacer = new Pacer(this.#deps.clock, (waitMs) => longPause(provider.id, waitMs));
      this.#pacers.set(name, pacer);
    }
    return pacer;
  }

  async #sendBatch(
    shipment: Shipment,
    parcels: readonly Parcel[],
    batch: number,
    firstHold: HoldRequest | undefined,
    lane: Lane,
  ): Promise<ParcelOutcome[]> {
    const progress: Progress = {
      batch,
      lane,
      outcomes: new Map(),
      open: parcels,
      hold: firstHold,
      attempts: 0,
      ambiguous: 0,
      failure: undefined,
      wasInspected: false,
    };
    for (;;) {
      let passage: Passage;
      try {
        passage = await this.#enter(shipment, progress.open, lane);
      } catch (reason) {
        if (progress.hold) await this.#attempts.release(progress.hold, 'NOT_SENT');
        fail(progress.outcomes, progress.open, reason);
        break;
      }
      let pause: number | undefined;
      try {
        pause = await this.#tryOnce(shipment, progress, passage);
      } finally {
        // Not before what came back is in the cache, so that a slow disk slows sending down.
        passage.leave();
      }
      if (pause === undefined) break;
      // Cut short by a stop, which the pacer then says.
      if (pause > 0) await this.#deps.clock.sleep(pause, shipment.stop.signal).catch(() => undefined);
    }
    return parcels.map((parcel) => progress.outcomes.get(parcel) as ParcelOutcome);
  }

  /** One attempt at what is open of a batch; milliseconds to wait before the next, undefined when there is none. */
  async #tryOnce(shipment: Shipment, progress: Progress, passage: Passage): Promise<number | undefined> {
    const { outcomes, open } = progress;
    if (progress.attempts > 0) {
      try {
        progress.hold = await this.#holdAgain(shipment, open, progress.batch, progress.attempts + 1);
      } catch (error) {
        // A refused second hold leaves what inspection already said; other parcels failed as the attempt before did.
        fail(
          outcomes,
          open.filter((parcel) => !outcomes.has(parcel)),
          progress.failure ? notTriedAgain(progress.failure, error) : error,
        );
        return undefined;
      }
    }
    progress.attempts += 1;
    const attempt = await this.#attempts.make(shipment, open, progress.hold, passage);
    // Closed with its attempt, or below.
    progress.hold = undefined;
    if (attempt.answer) {
      const unsound = await this.#accept(shipment, progress, attempt.answer);
      // Only now: a crash before leaves the hold uncertain, never a settled bill for vectors that were lost.
      attempt.settle();
      if (unsound.length === 0 || progress.wasInspected) return undefined;
      // What fails inspection is asked for once more, under a new hold: the first attempt was billed.
      progress.wasInspected = true;
      progress.open = unsound;
      return 0;
    }
    progress.failure = attempt.error instanceof ProviderError ? attempt.error : undefined;
    if (progress.failure?.billed === 'unknown') progress.ambiguous += 1;
    const pause = nextDelay(attempt.error, progress, shipment.retry, this.#deps.random);
    if (pause !== undefined) return pause;
    fail(outcomes, open, attempt.error);
    this.#stopIfHopeless(shipment, attempt.error);
    return undefined;
  }

  /** Inspects an answer, keeps what is sound of it and says what is not. */
  async #accept(
    shipment: Shipment,
    { open, outcomes, lane }: Progress,
    answer: ProviderAnswer,
  ): Promise<Parcel[]> {
    noteMeter(shipment.model, open, answer.meteredTokens);
    const verdict = await inspectShipment(shipment, open, answer, this.#deps.settler);
    const sound: { parcels: Parcel[]; outcomes: ParcelOutcome[] } = { parcels: [], outcomes: [] };
    const unsound: Parcel[] = [];
    for (const [slot, parcel] of open.entries()) {
      const outcome = verdict[slot];
      if (!outcome) continue;
      outcomes.set(parcel, outcome);
      if (outcome.ok) {
        sound.parcels.push(parcel);
        sound.outcomes.push(outcome);
      } else unsound.push(parcel);
    }
    const soon = lane === 'interactive';
    // Many vectors are copied for the cache, which takes some of a turn itself.
    if (!soon && isTurnSpent()) await nextTurn();
    if (sound.parcels.length > 0) {
      await this.#deps.remember(shipment, sound.parcels, sound.outcomes, { soon });
    }
    return unsound;
  }

  /** The model's limits, and the provider's: a request of more tokens than flow in a minute would never be let through. */
  limitsFor(shipment: Shipment): ModelLimits {
    const { limits } = shipment.model;
    const { maxTokensPerInput, maxTokensPerRequest } = limits;
    const most = Math.max(maxTokensPerInput, Math.floor(this.#pacer(shipment).tokenLimit));
    return most < maxTokensPerRequest ? { ...limits, maxTokensPerRequest: most } : limits;
  }

  /** Waits for the provider's pace. @throws why nothing further may be sent */
  #enter(shipment: Shipment, parcels: readonly Parcel[], lane: Lane): Promise<Passage> {
    const turn = { project: shipment.context.projectId, lane, tokens: weigh(parcels) };
    return this.#pacer(shipment).enter(turn, shipment.stop.signal);
  }

  async #holdAgain(
    shipment: Shipment,
    open: readonly Parcel[],
    batch: number,
    attempt: number,
  ): Promise<HoldRequest | undefined> {
    if (shipment.provider.free) return undefined;
    const hold = this.holdFor(shipment, open, batch, attempt);
    await this.#deps.ledger.hold([hold]);
    return hold;
  }

  /** What would fail every other batch as well stops them before they are sent; a rejected request is one batch's own. */
  #stopIfHopeless(shipment: Shipment, error: WeighbridgeError): void {
    if (error instanceof ProviderError && error.code !== 'PROVIDER_REJECTED') shipment.stop.abort(error);
  }
}

/** The provider refused another request and asked for a pause that no call is kept waiting for. */
function longPause(provider: string, waitMs: number): ProviderError {
  return new ProviderError({
    code: 'PROVIDER_RATE_LIMITED',
    provider,
    failure: 'rate_limit',
    billed: 'no',
    message: `"${provider}" refused an earlier request for its rate limit and asked for a pause, of which ${Math.ceil(waitMs / 1000)} s are left. This one was not sent or charged; try again then.`,
    retryAfterMs: waitMs,
  });
}

function isSmall(parcels: readonly Parcel[]): boolean {
  return parcels.length <= INTERACTIVE.inputs && weigh(parcels) <= INTERACTIVE.tokens;
}

function weigh(parcels: readonly Parcel[]): number {
  let tokens = 0;
  for (const parcel of parcels) tokens += parcel.tokens;
  return tokens;
}

function fail(outcomes: Map<Parcel, ParcelOutcome>, parcels: readonly Parcel[], error: unknown): void {
  for (const parcel of parcels) outcomes.set(parcel, { ok: false, error: error as WeighbridgeError });
}
