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
  readonly #clock: { now(): number };
  readonly #spare = new SpareBuffers();

  constructor({ recall }: Hosts, parts: KeptVectorsParts, clock: { now(): number }) {
    this.#thread = recall;
    this.#direct = parts.direct.recall;
    this.#presence = parts.presence;
    this.#clock = clock;
    this.fresh = new FreshVectors({ ...parts, put: (scope, entries) => this.#keep(scope, entries) });
  }

  /** Looks only for keys that may be there. */
  async getMany(scope: RecallScope, keys: readonly Uint8Array[]): Promise<Found[]> {
    const answers = new Array<Found>(keys.length).fill(undefined);
    // Asked of each key once: what is added meanwhile must not shift the answers.
    const places: number[] = [];
    for (const [place, key] of keys.entries()) {
      if (!this.#presence.mayHave(key)) continue;
      const fresh = this.fresh.isEmpty ? undefined : this.fresh.find(scope, key);
      if (fresh) answers[place] = fresh;
      else places.push(place);
    }
    if (places.length === keys.length) return this.#find(scope, keys);
    if (places.length === 0) return answers;
    const present = places.map((place) => keys[place] as Uint8Array);
    for (const [index, entry] of (await this.#find(scope, present)).entries()) {
      answers[places[index] as number] = entry;
    }
    return answers;
  }

  async putMany(
    scope: RecallScope,
    entries: readonly RecallEntry[],
    { soon = false }: Urgency = {},
  ): Promise<void> {
    if (soon) {
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
