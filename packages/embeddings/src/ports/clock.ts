/** Time and identity arrive as arguments, so that a test can cross midnight or go backwards. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A new unique id with the given prefix, such as `call_…`. */
export type NewId = (prefix: string) => string;
