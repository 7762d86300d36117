import type {
  RecallEntry,
  RecallScope,
  RecallStats,
  RecallStore,
  Urgency,
} from '@weighbridge/embeddings/domain';
import type { Hosts } from '../hosts.ts';
import type { DirectReads } from '../services/direct.ts';
import { GatheredPuts } from './gathered-puts.ts';
import { pack, packEntries, unpackAnswers } from './packing.ts';
import type { Presence } from './presence.ts';
import { SpareBuffers } from './spare-buffers.ts';

type Found = Omit<RecallEntry, 'key'> | undefined;

/** The kept vectors as calls see them: over the cache's thread, or in this one where that is less work. */
export class KeptVectors implements RecallStore {
  readonly gathered: GatheredPuts;
  readonly #thread: Hosts['recall'];
  readonly #direct: DirectReads['recall'];
  readonly #presence: Presence;
  readonly #clock: { now(): number };
  readonly #spare = new SpareBuffers();

  constructor(
    { recall }: Hosts,
    { direct, presence }: { direct: Pick<DirectReads, 'recall'>; presence: Presence },
    clock: { now(): number },
  ) {
    this.#thread = recall;
    this.#direct = direct.recall;
    this.#presence = presence;
    this.#clock = clock;
    this.gathered = new GatheredPuts((scope, entries) => this.#keep(scope, entries), presence);
  }

  /** Looks only for keys that may be there. */
  async getMany(scope: RecallScope, keys: readonly Uint8Array[]): Promise<Found[]> {
    // Asked of each key once: what is added meanwhile must not shift the answers.
    const places: number[] = [];
    for (const [place, key] of keys.entries()) if (this.#presence.mayHave(key)) places.push(place);
    if (places.length === keys.length) return this.#find(scope, keys);
    const answers = new Array<Found>(keys.length).fill(undefined);
    if (places.length === 0) return answers;
    const present = places.map((place) => keys[place] as Uint8Array);
    for (const [index, entry] of (await this.#find(scope, present)).entries()) {
      answers[places[index] as number] = entry;
    }
    return answers;
  }

  putMany(
    scope: RecallScope,
    entries: readonly RecallEntry[],
    { soon = false }: Urgency = {},
  ): Promise<void> {
    return soon ? this.gathered.add(scope, entries) : this.#keep(scope, entries);
  }

  stats(): Promise<RecallStats> {
    void this.gathered.flush();
    return this.#thread.call('stats');
  }

  async #find(scope: RecallScope, keys: readonly Uint8Array[]): Promise<Found[]> {
    const looked = this.#direct.find(scope, keys, this.#clock.now());
    if (looked) {
      // Of no consequence when it fails.
      if (looked.used.length > 0) {
        const noted = this.#thread.callSoon('noteUses', scope, pack(looked.used), this.#clock.now());
        noted.catch(() => undefined);
      }
      return looked.entries;
    }
    // The thread then finds what was gathered before.
    void this.gathered.flush();
    return unpackAnswers(await this.#thread.call('getMany', scope, pack(keys), this.#clock.now()));
  }

  async #keep(scope: RecallScope, entries: readonly RecallEntry[]): Promise<void> {
    const packed = packEntries(entries, this.#spare);
    const emptied = await this.#thread.call('keepMany', scope, packed, this.#clock.now());
    this.#spare.giveBack(emptied.vectors);
  }
}
