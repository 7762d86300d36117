/** An answer that was given to a request with an idempotency key. */
export interface KeptAnswer {
  /** Keyed hash of the request that it answers, 32 bytes. */
  fingerprint: Uint8Array;
  /** What it says beside its body. */
  headers: Readonly<Record<string, string>>;
  /** Undefined when the body had to make room; that there was an answer is known all the same. */
  body: Uint8Array | undefined;
  /** When it was given, in ms. */
  at: number;
}

/**
 * Answers under keyed hashes of whose they are, where they were asked for and under which key. Bodies are bounded in size,
 * the oldest go first; what stays of them is that they were there, until they are too old to be asked for, or too many:
 * records are bounded in number, and beyond it the oldest are forgotten altogether.
 */
export interface AnswerStore {
  /** Undefined for what was not kept, or is older than a day. */
  find(id: Uint8Array): Promise<KeptAnswer | undefined>;
  /** Resolves when it outlives the process. An id that is kept already stays as it is. */
  keep(
    id: Uint8Array,
    answer: Pick<KeptAnswer, 'fingerprint' | 'headers'> & { body: Uint8Array },
  ): Promise<void>;
  /** Removes what is older than a day. */
  purge(): Promise<void>;
}
