/** Bits for an entry: with four of them set, one look in four hundred is in vain. */
const BITS_PER_ENTRY = 16;
/** What an entry of 1,536 dimensions takes. Smaller ones are more, and make more looks be in vain. */
const USUAL_ENTRY_BYTES = 6272;
const SMALLEST_BITS = 1 << 16;
const LARGEST_BITS = 2 ** 31;
/** Keys are hashes: each of their first words places a bit. */
const PROBES = 4;
const KEY_BYTES = PROBES * 4;
/** Before the bits: whether they can be relied on. */
const HEADER_WORDS = 1;

/**
 * Says of a key that the cache does not have it, without asking the cache: a Bloom filter that threads share. Texts are
 * mostly new when a corpus is embedded, and each look in vain costs ten microseconds. What it says is true as long as only
 * this process adds to the cache; who finds that another does says so with `reset`.
 */
export class Presence {
  readonly #words: Int32Array;
  readonly #mask: number;

  constructor(buffer: SharedArrayBuffer) {
    this.#words = new Int32Array(buffer);
    this.#mask = (this.#words.length - HEADER_WORDS) * 32 - 1;
  }

  /** Memory for a cache of so many bytes: 16 bits for each of its vectors. */
  static memoryFor(cacheBytes: number): SharedArrayBuffer {
    const wanted = (cacheBytes / USUAL_ENTRY_BYTES) * BITS_PER_ENTRY;
    const bits = 2 ** Math.ceil(Math.log2(Math.min(Math.max(wanted, SMALLEST_BITS), LARGEST_BITS)));
    return new SharedArrayBuffer(HEADER_WORDS * 4 + bits / 8);
  }

  /** Additions after which so many bits are set that it says too little. */
  get capacity(): number {
    return (2 * (this.#mask + 1)) / BITS_PER_ENTRY;
  }

  /** Nothing is known from now on, until `complete`. What is added meanwhile counts. */
  reset(): void {
    Atomics.store(this.#words, 0, 0);
    this.#words.fill(0, HEADER_WORDS);
  }

  /** All keys of the cache have been added. */
  complete(): void {
    Atomics.store(this.#words, 0, 1);
  }

  /** For one thread only. Others see it with the next message from that one at the latest. */
  add(key: Uint8Array): void {
    if (key.byteLength < KEY_BYTES) return;
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.#bitOf(key, probe);
      const at = HEADER_WORDS + (bit >>> 5);
      this.#words[at] = (this.#words[at] as number) | (1 << (bit & 31));
    }
  }

  /** False when the cache certainly does not have the key. */
  mayHave(key: Uint8Array): boolean {
    if (Atomics.load(this.#words, 0) === 0 || key.byteLength < KEY_BYTES) return true;
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.#bitOf(key, probe);
      if (((this.#words[HEADER_WORDS + (bit >>> 5)] as number) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  #bitOf(key: Uint8Array, probe: number): number {
    const at = probe * 4;
    const word =
      (key[at] as number) |
      ((key[at + 1] as number) << 8) |
      ((key[at + 2] as number) << 16) |
      ((key[at + 3] as number) << 24);
    return (word & this.#mask) >>> 0;
  }
}
