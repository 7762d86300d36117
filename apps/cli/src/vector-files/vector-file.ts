import type { TooLong } from '@weighbridge/embeddings';
import type { Chunk } from '../chunks/chunk.ts';

/** What the first write fixes for a whole file: one vector space, and one way of cutting into chunks and within them. */
export interface Pin {
  space: string;
  chunkerVersion: string;
  /** What becomes of chunks longer than the model takes; files from before this was written refused them. */
  tooLong: string;
}

export const TOO_LONG_BEFORE: TooLong = 'error';

/** A chunk with its vector, as it is written. */
export interface VectorRow {
  chunk: Chunk;
  model: string;
  /** What the maker of the vector calls its model. */
  modelVersion: string;
  dimensions: number;
  space: string;
  /** The policy it was embedded under. */
  tooLong: TooLong;
  vector: Float32Array;
}

/** Every chunk of a document was seen: what the file still holds beyond `chunks` is no longer in it. */
export interface FinishedDocument {
  documentId: string;
  chunks: number;
}

/** Where vectors are kept. Reading it first changes nothing on disk; `prepare` makes it ready to be written. */
export interface VectorFile {
  readonly path: string;
  /** Undefined until something was written. */
  readonly pin: Pin | undefined;
  /** Whether `write` removes what finished documents no longer have. */
  readonly removesStale: boolean;
  /** Whether the file holds this chunk with this very text. */
  has(chunk: Chunk): boolean;
  /** Creates the file or mends what a kill left half-written. @throws CliError OUTPUT_UNWRITABLE */
  prepare(): Promise<void>;
  /**
   * Writes rows of one space, in order; when it resolves they survive a kill of this process.
   * @throws CliError OUTPUT_UNWRITABLE
   */
  write(rows: readonly VectorRow[], finished: readonly FinishedDocument[]): Promise<void>;
  close(): Promise<void>;
}

export function pinOf({ space, chunk, tooLong }: VectorRow): Pin {
  return { space, chunkerVersion: chunk.chunkerVersion, tooLong };
}

export type VectorEncoding = 'float' | 'base64';
