/** Where a library is pointed: all that is changed about it. */
export interface Connection {
  /** With `/v1`. */
  baseUrl: string;
  apiKey: string;
}

export interface LibraryOptions extends Connection {
  /** Default: text-embedding-3-small. */
  model?: string;
  dimensions?: number;
  /** Left to the library when absent. */
  maxRetries?: number;
  timeoutMs?: number;
}

/** A client of a library, as a pipeline would use it. */
export interface LibraryClient {
  /** Vectors in input order, in whatever array the library hands over. */
  embed(texts: readonly string[], options?: { signal?: AbortSignal }): Promise<ArrayLike<number>[]>;
}

/** One library, unmodified but for base URL and key. */
export interface Library {
  name: string;
  open(options: LibraryOptions): LibraryClient;
  /** Whether a call can be aborted from outside. */
  aborts: boolean;
  /** The text that it sends for a text; most send what they are given. */
  sends(text: string): string;
  /** Texts in one request at most, by default. */
  batch: number;
}

export const MODEL = 'text-embedding-3-small';
