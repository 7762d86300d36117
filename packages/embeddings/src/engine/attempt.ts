import type { WeighbridgeError } from '../errors/base.ts';
import { ProviderError } from '../errors/provider.ts';
import type { Passage } from '../pacer/index.ts';
import type { HoldRequest } from '../ports/ledger.ts';
import type { ProviderAnswer } from '../providers/provider.ts';
import { attemptDeadline } from './attempt-deadline.ts';
import type { DispatchDeps, Parcel, Shipment } from './dispatch.ts';

/** Single attempts: what is sent, what the provider's health learns from it, and what becomes of its hold. */
export class Attempts {
  readonly #deps: Pick<DispatchDeps, 'clock' | 'settler' | 'newId' | 'abandon'>;

  constructor(deps: Pick<DispatchDeps, 'clock' | 'settler' | 'newId' | 'abandon'>) {
    this.#deps = deps;
  }

  /** Sends one request. The hold of one that failed is closed when this resolves; an answer's, by its `settle`. */
  async make(
    shipment: Shipment,
    parcels: readonly Parcel[],
    hold: HoldRequest | undefined,
    passage: Passage,
  ): Promise<
    | { answer: ProviderAnswer; settle: () => void; error?: never }
    | { answer?: never; error: WeighbridgeError }
  > {
    const { provider, health } = shipment;
    const { clock, settler } = this.#deps;
    const started = clock.now();
    const deadline = attemptDeadline(shipment.retry.attemptTimeoutMs, this.#deps.abandon);
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
        signal: deadline.signal,
        onLimits: passage.hear,
      });
      health.success(elapsed());
      const durationMs = elapsed();
      return { answer, settle: () => hold && this.#settle(shipment, hold, answer, durationMs) };
    } catch (thrown) {
      const error = asProviderError(thrown, provider.id);
      if (error.failure === 'rate_limit') passage.refused(error.retryAfterMs);
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
    } finally {
      deadline.release();
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

  /** Gives a hold back that was placed for nothing. */
  async release(hold: HoldRequest, errorCode: string): Promise<void> {
    await this.#deps.settler.close({
      id: hold.id,
      state: 'released',
      providerRequestId: null,
      durationMs: 0,
      errorCode,
    });
  }
}

function tokenIdsOf(parcels: readonly Parcel[]): { tokenIds?: readonly Uint32Array[] } {
  const tokenIds = parcels.flatMap(({ ids }) => ids ?? []);
  return tokenIds.length === 0 ? {} : { tokenIds };
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
