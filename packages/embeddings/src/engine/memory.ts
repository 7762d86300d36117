import type { Urgency } from '../ports/ledger.ts';
import type { RecallEntry, RecallScope, RecallStore } from '../ports/recall.ts';
import { recallKeyInTurns, recallKeyOfIds, recallKeys } from '../recall/index.ts';
import { isTurnSpent, nextTurn } from '../turns.ts';
import type { Parcel, ParcelOutcome, Shipment } from './dispatch.ts';
import type { TokenIds } from './types.ts';

/** Look-ups that go to the store in one question. */
const CHUNK = 2048;

/** Texts, and UTF-16 code units of them, hashed at once: a millisecond. */
const FEW = 64;
const FEW_UNITS = 1 << 17;

export type Recalled = Omit<RecallEntry, 'key'> | undefined;

/** The cache as the engine uses it: it can save money, but its failure never fails a call. */
export class Memory {
  readonly #store: RecallStore;
  readonly #poolKey: (projectId: string) => Uint8Array;
  readonly #onError: (error: unknown, what: string) => void;

  constructor(
    store: RecallStore,
    poolKey: (projectId: string) => Uint8Array,
    onError: (error: unknown, what: string) => void,
  ) {
    this.#store = store;
    this.#poolKey = poolKey;
    this.#onError = onError;
  }

  /** The keyed hash of each text, for its project's pool; of the ids where they are sent and no text has them. */
  async keys(
    projectId: string,
    texts: readonly string[],
    tokenIds?: readonly TokenIds[],
  ): Promise<Uint8Array[]> {
    const poolKey = this.#poolKey(projectId);
    const [only] = texts;
    if (texts.length === 1 && !tokenIds && only !== undefined && only.length <= FEW_UNITS) {
      return recallKeys(poolKey, texts);
    }
    const keys: Uint8Array[] = [];
    for (let from = 0; from < texts.length; ) {
      const odd = tokenIds?.[from];
      const text = texts[from] ?? '';
      if (odd && !odd.canonical) {
        keys.push(recallKeyOfIds(poolKey, odd.ids));
        from += 1;
      } else if (text.length > FEW_UNITS) {
        keys.push(await recallKeyInTurns(poolKey, text));
        from += 1;
      } else {
        const to = endOfFew(texts, from, tokenIds);
        for (const key of recallKeys(poolKey, texts.slice(from, to))) keys.push(key);
        from = to;
      }
      if (from < texts.length && isTurnSpent()) await nextTurn();
    }
    return keys;
  }

  async recall(scope: RecallScope, keys: readonly Uint8Array[]): Promise<Recalled[]> {
    const found: Recalled[] = [];
    try {
      for (let from = 0; from < keys.length; from += CHUNK) {
        for (const entry of await this.#store.getMany(scope, keys.slice(from, from + CHUNK)))
          found.push(entry);
      }
      return found;
    } catch (error) {
      this.#onError(error, 'reading the cache');
      return keys.map((_, index) => found[index]);
    }
  }

  /** Keeps sound vectors; resolves when they are kept (or could not be). */
  async remember(
    shipment: Shipment,
    parcels: readonly Parcel[],
    outcomes: readonly ParcelOutcome[],
    when: Urgency,
  ): Promise<void> {
    const entries: RecallEntry[] = [];
    for (const [slot, parcel] of parcels.entries()) {
      const outcome = outcomes[slot];
      if (outcome?.ok && parcel.key) {
        entries.push({ key: parcel.key, vector: outcome.vector, tokens: parcel.metered ?? parcel.tokens });
      }
    }
    if (entries.length === 0) return;
    try {
      await this.#store.putMany(scopeOf(shipment), entries, when);
    } catch (error) {
      this.#onError(error, 'writing the cache');
    }
  }
}

export function scopeOf(shipment: Pick<Shipment, 'context' | 'provider'>): RecallScope {
  return {
    pool: shipment.context.projectId,
    space: shipment.context.space,
    partition: shipment.provider.free ? 'free' : 'paid',
  };
}

/** How far texts from `from` on can be hashed at once: one at least, and none whose ids are hashed in its place. */
function endOfFew(texts: readonly string[], from: number, tokenIds: readonly TokenIds[] | undefined): number {
  let to = from;
  let units = 0;
  do {
    units += texts[to]?.length ?? 0;
    to += 1;
  } while (
    to < texts.length &&
    to - from < FEW &&
    units + (texts[to]?.length ?? 0) <= FEW_UNITS &&
    tokenIds?.[to]?.canonical !== false
  );
  return to;
}
