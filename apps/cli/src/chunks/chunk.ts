import { createHash } from 'node:crypto';
import type { Document } from '../documents/document.ts';

/** Raised whenever the same text would be cut differently, so that old and new chunks are never mistaken for each other. */
const CHUNKER_REVISION = 1;

export interface ChunkSize {
  /** Tokens of a chunk, at most. */
  chunkTokens: number;
  /** Tokens at most that a chunk repeats of the one before. */
  overlapTokens: number;
}

/** No embedding model takes a longer input. */
export const MAX_CHUNK_TOKENS = 8192;

/** A document as one chunk, for the gateway to truncate or split. */
export const LONGEST_CHUNK_TOKENS = 100_000_000;

/** One piece of a document. */
export interface Chunk {
  /** Stable from run to run: a hash of the document's id, the chunker and the ordinal. */
  chunkId: string;
  documentId: string;
  chunker: string;
  chunkerVersion: string;
  /** Position within the document, from 0. */
  ordinal: number;
  text: string;
  /** SHA-256 of the text in UTF-8, in hex. */
  sha256: string;
  /** Exact. */
  tokens: number;
  title: string | null;
}

/** How documents of a kind are cut, such as `recursive-markdown`. */
export function chunkerName(kind: Document['kind']): string {
  return `recursive-${kind}`;
}

/** Revision and sizes, such as `1+400.40`: everything else that decides where the cuts are. */
export function chunkerVersion({ chunkTokens, overlapTokens }: ChunkSize): string {
  return `${CHUNKER_REVISION}+${chunkTokens}.${overlapTokens}`;
}

export function makeChunk(
  document: Document,
  piece: { ordinal: number; text: string; tokens: number },
  version: string,
): Chunk {
  const chunker = chunkerName(document.kind);
  const identity = JSON.stringify([document.id, chunker, version, piece.ordinal]);
  return {
    chunkId: sha256(identity).slice(0, 32),
    documentId: document.id,
    chunker,
    chunkerVersion: version,
    ordinal: piece.ordinal,
    text: piece.text,
    sha256: sha256(piece.text),
    tokens: piece.tokens,
    title: document.title,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
