/** A chunk near a query. */
export interface Hit {
  /** Cosine similarity, -1 to 1. */
  score: number;
  documentId: string;
  ordinal: number;
  chunkId: string;
  title: string | null;
  text: string;
}
