import { createHash } from 'node:crypto';
import type { Chunk } from '../src/chunks/chunk.ts';
import type { VectorRow } from '../src/vector-files/vector-file.ts';

export const DIMENSIONS = 8;
export const SPACE = `mock/text-embedding-3-small/${DIMENSIONS}`;

export function chunkOf(documentId: string, ordinal: number, text: string): Chunk {
  return {
    chunkId: createHash('sha256').update(`${documentId}#${ordinal}`).digest('hex').slice(0, 32),
    documentId,
    chunker: 'recursive-text',
    chunkerVersion: '1+400.40',
    ordinal,
    text,
    sha256: createHash('sha256').update(text).digest('hex'),
    tokens: 3,
    title: null,
  };
}

/** A row whose vector points mostly along one axis. */
export function rowOf(documentId: string, ordinal: number, text: string, axis = ordinal): VectorRow {
  const vector = new Float32Array(DIMENSIONS).fill(0.1);
  vector[axis % DIMENSIONS] = 0.9;
  return {
    chunk: chunkOf(documentId, ordinal, text),
    model: 'text-embedding-3-small',
    modelVersion: 'text-embedding-3-small',
    dimensions: DIMENSIONS,
    space: SPACE,
    tooLong: 'error',
    vector,
  };
}

/** A unit vector along one axis. */
export function along(axis: number): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  vector[axis] = 1;
  return vector;
}
