import type {
  RecallEntry,
  RecallScope,
  RecallStats,
  RecallStore,
  Urgency,
} from '@weighbridge/embeddings/domain';
import type { Hosts } from '../hosts.ts';
import type { DirectReads } from '../services/direct.ts';
import type { FreshLog } from './fresh-log.ts';
import { FreshVectors } from './fresh-vectors.ts';
import { pack, packEntries, unpackAnswers } from './packing.ts';
import type { Presence } from './presence.ts';
import { SpareBuffers } from './spare-buffers.ts';

type Found = Omit<RecallEntry, 'key'> | undefined;

export interface KeptVectorsParts {
  /** Nobody else writes to the cache, so that what it has is known here. */
  alone: boolean;
  direct: Pick<DirectReads, 'recall'>;
  presence: Presence;
  log: FreshLog;
  onWarning: (message: string) => void;
}

/** The kept vectors as calls see them: over the cache's thread, or in this one where that is less work. */
export class KeptVectors implements RecallStore {
  readonly fresh: FreshVectors;
  readonly #thread: Hosts['recall'];
  readonly #direct: DirectReads['recall'];
  readonly #presence: Presence;
  readonly #alone: boolean;
  readonly #clock: { now(): number };
  readonly #spare = new SpareBuffers();

  constructor({ recall }: Hosts, parts: KeptVectorsParts, clock: { now(): number }) {
    this.#thread = recall;
    this.#direct = parts.direct.recall;
    this.#presence = parts.presence;
    this.#alone = parts.alone;
    this.#clock = clock;
    this.fresh = new FreshVectors({ ...parts, put: (scope, entries) => this.#keep(scope, entries) });
  }

  /** Looks only for keys that may be there. */
  async getMany(scope: RecallScope, keys: readonly Uint8Array[]): Promise<Found[]> {
    if (!this.#alone) return this.#find(scope, keys);
    const answers = new Array<Found>(keys.length).fill(undefined);
    const looked = new Uint8Array(keys.length);
    for (;;) {
      const places = this.#placesToLook(scope, keys, answers, looked);
      if (places.length === 0) return answers;
      const found = await this.#find(
        scope,
        places.map((place) => keys[place] as Uint8Array),
      );
      for (const [index, place] of places.entries()) answers[place] = found[index];
      // Whatever was kept while that took is looked for too: nobody else pays for it any more.
    }
  }

  /** Answers what is fresh; the places of what may be in the cache and was not looked for yet. */
  #placesToLook(
    scope: RecallScope,
    keys: readonly Uint8Array[],
    answers: Found[],
    looked: Uint8Array,
  ): number[] {
    const places: number[] = [];
    for (const [place, key] of keys.entries()) {
      if (answers[place] || !this.#presence.mayHave(key)) continue;
      answers[place] = this.fresh.isEmpty ? undefined : this.fresh.find(scope, key);
      if (answers[place] || looked[place]) continue;
      looked[place] = 1;
      places.push(place);
    }
    return places;
  }

  async putMany(
    scope: RecallScope,
    entries: readonly RecallEntry[],
    { soon = false }: Urgency = {},
  ): Promise<void> {
    if (soon && this.#alone) {
      try {
        await this.fresh.add(scope, entries);
        return;
      } catch {
        // The cache then says what is wrong with the disk.
      }
    }
    await this.#keep(scope, entries);
  }

  stats(): Promise<RecallStats> {
    void this.fresh.flush();
    return this.#thread.call('stats');
  }

  async #find(scope: RecallScope, keys: readonly Uint8Array[]): Promise<Found[]> {
    const looked = this.#direct.find(scope, keys, this.#clock.now());
    if (!looked) {
      return unpackAnswers(await this.#thread.call('getMany', scope, pack(keys), this.#clock.now()));
    }
    // Of no consequence when it fails.
    if (looked.used.length > 0) {
      const noted = this.#thread.callSoon('noteUses', scope, pack(looked.used), this.#clock.now());
      noted.catch(() => undefined);
    }
    return looked.entries;
  }

  async #keep(scope: RecallScope, entries: readonly RecallEntry[]): Promise<void> {
    const packed = packEntries(entries, this.#spare);
    const emptied = await this.#thread.call('keepMany', scope, packed, this.#clock.now());
    this.#spare.giveBack(emptied.vectors);
  }
}
