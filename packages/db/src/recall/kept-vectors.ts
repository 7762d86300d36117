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
  direct: Pick<DirectReads, 'recall'>;
  /** Where nobody else writes to the cache, so that what it has is known here. */
  alone: { presence: Presence; log: FreshLog } | undefined;
  onWarning: (message: string) => void;
}

/** The kept vectors as calls see them: over the cache's thread, or in this one where that is less work. */
export class KeptVectors implements RecallStore {
  /** Only where nobody else writes to the cache. */
  readonly fresh: FreshVectors | undefined;
  readonly #thread: Hosts['recall'];
  readonly #direct: DirectReads['recall'];
  readonly #presence: Presence | undefined;
  readonly #clock: { now(): number };
  readonly #spare = new SpareBuffers();

  constructor({ recall }: Hosts, { direct, alone, onWarning }: KeptVectorsParts, clock: { now(): number }) {
    this.#thread = recall;
    this.#direct = direct.recall;
    this.#presence = alone?.presence;
    this.#clock = clock;
    const put = (scope: RecallScope, entries: readonly RecallEntry[]) => this.#keep(scope, entries);
    this.fresh = alone && new FreshVectors({ put, log: alone.log, onWarning });
  }

  /** Looks only for keys that may be there. */
  async getMany(scope: RecallScope, keys: readonly Uint8Array[]): Promise<Found[]> {
    const { fresh } = this;
    const presence = this.#presence;
    if (!fresh || !presence) return this.#find(scope, keys);
    const answers = new Array<Found>(keys.length).fill(undefined);
    const looked = new Uint8Array(keys.length);
    for (;;) {
      const places: number[] = [];
      for (const [place, key] of keys.entries()) {
        if (answers[place]) continue;
        if (!fresh.isEmpty) answers[place] = fresh.find(scope, key);
        if (answers[place] || looked[place] || !presence.mayHave(key)) continue;
        looked[place] = 1;
        places.push(place);
      }
      if (places.length === 0) return answers;
      const found = await this.#find(
        scope,
        places.map((place) => keys[place] as Uint8Array),
      );
      for (const [index, place] of places.entries()) answers[place] = found[index];
      // Whatever was kept while that took is looked for too: nobody leads for it any more.
    }
  }

  async putMany(
    scope: RecallScope,
    entries: readonly RecallEntry[],
    { soon = false }: Urgency = {},
  ): Promise<void> {
    // What may be kept already stays as it is, which only the cache knows.
    if (soon && this.fresh && !entries.some(({ key }) => this.#presence?.mayHave(key))) {
      try {
        await this.fresh.add(scope, entries);
        return;
      } catch {
        // The cache then says what is wrong with the disk.
      }
    }
    await this.#keep(scope, entries);
  }

  async stats(): Promise<RecallStats> {
    await this.fresh?.flush();
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
    const bytes = entries.reduce((sum, { vector }) => sum + vector.byteLength, 0);
    await this.#spare.lend(bytes, async (buffer) => {
      const packed = packEntries(entries, buffer);
      return (await this.#thread.call('keepMany', scope, packed, this.#clock.now())).vectors;
    });
  }
}
