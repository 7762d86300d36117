import { float32List } from './float32-text.ts';
import type { VectorEncoding, VectorRow } from './vector-file.ts';

/** A line's fields before its vector. */
export interface RecordHead {
  chunkId: string;
  documentId: string;
  ordinal: number;
  text: string;
  sha256: string;
  chunkerVersion: string;
  space: string;
  /** Not in lines of files that an earlier version began. */
  tooLong?: string;
  title: string | null;
}

/** How every line begins. */
export const RECORD_START = '{"chunkId":"';

// The vector stands last, so that reading on does not parse a single number.
const VECTOR_FIELD = ',"embedding":';

/** One JSON line, with its end. */
export function encodeRecord(row: VectorRow, encoding: VectorEncoding): Buffer {
  const { chunk } = row;
  const head = JSON.stringify({
    chunkId: chunk.chunkId,
    documentId: chunk.documentId,
    chunker: chunk.chunker,
    chunkerVersion: chunk.chunkerVersion,
    ordinal: chunk.ordinal,
    title: chunk.title,
    text: chunk.text,
    sha256: chunk.sha256,
    tokens: chunk.tokens,
    model: row.model,
    modelVersion: row.modelVersion,
    dimensions: row.dimensions,
    space: row.space,
    tooLong: row.tooLong,
  });
  const [open, vector, close] =
    encoding === 'base64'
      ? ['"', Buffer.from(base64(row.vector)), '"}\n']
      : ['[', float32List(row.vector), ']}\n'];
  return Buffer.concat([
    Buffer.from(`${head.slice(0, -1)}${VECTOR_FIELD}${open}`),
    vector,
    Buffer.from(close),
  ]);
}

/** The fields before the vector; undefined when the line is not of our kind. */
export function decodeHead(line: Buffer): RecordHead | undefined {
  // Within a JSON string every quote is escaped, so this cannot be part of a text.
  const end = line.indexOf(VECTOR_FIELD);
  if (end < 0) return undefined;
  try {
    const value: unknown = JSON.parse(`${line.toString('utf8', 0, end)}}`);
    return isHead(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The vector of a line; undefined when it holds none of this many dimensions. */
export function decodeVector(line: Buffer, dimensions: number): Float32Array | undefined {
  const start = line.indexOf(VECTOR_FIELD) + VECTOR_FIELD.length;
  const json = line.toString('latin1', start, line.length - 1);
  const value: unknown = JSON.parse(json);
  const vector =
    typeof value === 'string'
      ? fromBase64(value)
      : Array.isArray(value)
        ? Float32Array.from(value)
        : undefined;
  return vector?.length === dimensions ? vector : undefined;
}

function base64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

function fromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  const vector = new Float32Array(bytes.length >> 2);
  bytes.copy(Buffer.from(vector.buffer));
  return vector;
}

function isHead(value: unknown): value is RecordHead {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['chunkId', 'documentId', 'text', 'sha256', 'chunkerVersion', 'space'].every(
      (field) => typeof (value as Record<string, unknown>)[field] === 'string',
    )
  );
}
