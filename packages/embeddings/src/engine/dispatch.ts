import PQueue from 'p-queue';
import type { WeighbridgeError } from '../errors/base.ts';
import { ProviderError } from '../errors/provider.ts';
import type { EmbeddingModel } from '../models/catalogue.ts';
import type { NanoUsd } from '../money.ts';
import type { Clock, NewId } from '../ports/clock.ts';
import type { EntryContext, HoldRequest, Ledger } from '../ports/ledger.ts';
import type { QualityFailure } from '../ports/quality.ts';
import type { EmbeddingProvider, ProviderAnswer } from '../providers/provider.ts';
import type { ProviderHealth } from '../router/health.ts';
import { inspectShipment } from './inspect.ts';
import { nextDelay, type RetrySettings } from './retry.ts';
import type { Settler } from './settler.ts';

/** One text that has to be asked for. `index` is the (first) input of the caller's request that it is (a piece) of. */
export interface Parcel {
  index: number;
  text: string;
  /** Sent in place of the text; a call's parcels have them all, or none. */
  ids?: Uint32Array;
  tokens: number;
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
  remember(shipment: Shipment, parcels: readonly Parcel[], outcomes: readonly ParcelOutcome[]): Promise<void>;
}

/** Requests to one provider that may be out at the same time. */
const CONCURRENCY = 8;

/** Sends packed requests: attempts, pauses, inspection, settling. Small calls go before the batches of large ones. */
export class Dispatcher {
  readonly #deps: DispatchDeps;
  readonly #lanes = new Map<string, PQueue>();

  constructor(deps: DispatchDeps) {
    this.#deps = deps;
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
    const lane = this.#lane(shipment.provider.id);
    const priority = batches.length === 1 ? 1 : 0;
    return Promise.all(
      batches.map((parcels, batch) =>
        lane.add(() => this.#sendBatch(shipment, parcels, batch, holds[batch]), { priority }),
      ),
    );
  }

  #lane(providerId: string): PQueue {
    let lane = this.#lanes.get(providerId);
    if (!lane) {
      lane = new PQueue({ concurrency: CONCURRENCY });
      this.#lanes.set(providerId, lane);
    }
    return lane;
  }

  async #sendBatch(
    shipment: Shipment,
    parcels: readonly Parcel[],
    batch: number,
    firstHold: HoldRequest | undefined,
  ): Promise<ParcelOutcome[]> {
    const outcomes = new Map<Parcel, ParcelOutcome>();
    const made = { attempts: 0, ambiguous: 0 };
    let open = parcels;
    let hold = firstHold;
    let inspectedBefore = false;

    for (;;) {
      if (shipment.stop.signal.aborted) {
        if (hold) await this.#release(hold, 'NOT_SENT');
        fail(outcomes, open, shipment.stop.signal.reason);
        break;
      }
      made.attempts += 1;
      const attempt = await this.#attempt(shipment, open, hold);
      if (attempt.answer) {
        const verdict = inspectShipment(shipment, open, attempt.answer, this.#deps.settler);
        const sound: Parcel[] = [];
        const unsound: Parcel[] = [];
        for (const [slot, parcel] of open.entries()) {
          const outcome = verdict[slot];
          if (!outcome) continue;
          outcomes.set(parcel, outcome);
          (outcome.ok ? sound : unsound).push(parcel);
        }
        if (sound.length > 0) {
          await this.#deps.remember(
            shipment,
            sound,
            sound.map((parcel) => outcomes.get(parcel) as ParcelOutcome),
          );
        }
        if (unsound.length === 0 || inspectedBefore) break;
        // What fails inspection is asked for once more, under a new hold: the first attempt was billed.
        inspectedBefore = true;
        open = unsound;
      } else {
        if (attempt.error instanceof ProviderError && attempt.error.billed === 'unknown') made.ambiguous += 1;
        const pause = nextDelay(attempt.error, made, shipment.retry, this.#deps.random);
        if (pause === undefined) {
          fail(outcomes, open, attempt.error);
          this.#stopIfHopeless(shipment, attempt.error);
          break;
        }
        try {
          await this.#deps.clock.sleep(pause, shipment.stop.signal);
        } catch {
          fail(outcomes, open, shipment.stop.signal.reason);
          break;
        }
      }
      try {
        hold = await this.#holdAgain(shipment, open, batch, made.attempts + 1);
      } catch (error) {
        // A refused second hold leaves what inspection already said; other parcels fail with the refusal.
        fail(
          outcomes,
          open.filter((parcel) => !outcomes.has(parcel)),
          error,
        );
        break;
      }
    }
    return parcels.map((parcel) => outcomes.get(parcel) as ParcelOutcome);
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

  async #attempt(
    shipment: Shipment,
    parcels: readonly Parcel[],
    hold: HoldRequest | undefined,
  ): Promise<{ answer: ProviderAnswer; error?: never } | { answer?: never; error: WeighbridgeError }> {
    const { provider, health } = shipment;
    const { clock, settler } = this.#deps;
    const started = clock.now();
    const elapsed = () => Math.max(0, clock.now() - started);
    try {
      shipment.bill.requests += 1;
      const answer = await provider.embed({
        model: shipment.model,
        dimensions: shipment.dimensions,
        inputs: parcels.map((parcel) => parcel.text),
        ...tokenIdsOf(parcels),
        correlationId: shipment.context.correlationId,
        attemptId: hold?.id ?? this.#deps.newId('att'),
        ...(shipment.user === undefined ? {} : { user: shipment.user }),
        signal: AbortSignal.any([AbortSignal.timeout(shipment.retry.attemptTimeoutMs), this.#deps.abandon]),
      });
      health.success(elapsed());
      if (hold) this.#settle(shipment, hold, answer, elapsed());
      return { answer };
    } catch (thrown) {
      const error = asProviderError(thrown, provider.id);
      if (error.code === 'PROVIDER_REJECTED' || error.failure === 'rate_limit') health.nothingLearnt();
      else health.failure(elapsed(), error.code, error.message);
      if (hold) {
        // Awaited, so that money that came free is free before the next hold is asked for.
        await settler.close({
          id: hold.id,
          state: error.billed === 'no' ? 'released' : 'uncertain',
          providerRequestId: error.providerRequestId ?? null,
          durationMs: elapsed(),
          errorCode: error.code,
        });
      }
      return { error };
    }
  }

  #settle(shipment: Shipment, hold: HoldRequest, answer: ProviderAnswer, durationMs: number): void {
    const tokens = answer.meteredTokens ?? hold.tokens;
    const nanoUsd = BigInt(tokens) * shipment.nanoUsdPerToken;
    shipment.bill.tokens += tokens;
    shipment.bill.nanoUsd += nanoUsd;
    void this.#deps.settler.close({
      id: hold.id,
      state: 'settled',
      tokens,
      nanoUsd,
      usage: answer.meteredTokens === undefined ? 'counted' : 'provider',
      providerRequestId: answer.providerRequestId ?? null,
      durationMs,
      errorCode: null,
    });
  }

  async #release(hold: HoldRequest, errorCode: string): Promise<void> {
    await this.#deps.settler.close({
      id: hold.id,
      state: 'released',
      providerRequestId: null,
      durationMs: 0,
      errorCode,
    });
  }

  /** What would fail every other batch as well stops them before they are sent; a rejected request is one batch's own. */
  #stopIfHopeless(shipment: Shipment, error: WeighbridgeError): void {
    if (error instanceof ProviderError && error.code !== 'PROVIDER_REJECTED') shipment.stop.abort(error);
  }
}

function tokenIdsOf(parcels: readonly Parcel[]): { tokenIds?: readonly Uint32Array[] } {
  const tokenIds = parcels.flatMap(({ ids }) => ids ?? []);
  return tokenIds.length === 0 ? {} : { tokenIds };
}

function weigh(parcels: readonly Parcel[]): number {
  let tokens = 0;
  for (const parcel of parcels) tokens += parcel.tokens;
  return tokens;
}

function fail(outcomes: Map<Parcel, ParcelOutcome>, parcels: readonly Parcel[], error: unknown): void {
  for (const parcel of parcels) outcomes.set(parcel, { ok: false, error: error as WeighbridgeError });
}

/** A provider that throws anything else has a fault of its own; whether it billed is then unknown. */
function asProviderError(thrown: unknown, provider: string): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  return new ProviderError({
    code: 'PROVIDER_BAD_ANSWER',
    provider,
    message: `The provider "${provider}" failed in a way that says nothing of the bill.`,
    failure: 'unknown',
    billed: 'unknown',
    cause: thrown,
  });
}
