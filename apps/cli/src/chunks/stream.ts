import type { Tokenizer } from '@weighbridge/embeddings';
import type { Document, FileProblem, SplitAs } from '../documents/document.ts';
import { type FoundFile, readDocument } from '../documents/read.ts';
import { type Chunk, type ChunkSize, chunkerVersion, makeChunk } from './chunk.ts';
import { sectionsOf } from './sections.ts';
import { createSplitter, type Piece } from './splitter.ts';

/** What reading and splitting a list of files gives, in order. */
export type ChunkEvent =
  | { type: 'chunk'; chunk: Chunk }
  /** All chunks of a document went before. */
  | { type: 'document'; documentId: string; chunks: number }
  | { type: 'problem'; problem: FileProblem };

export interface ChunkStreamOptions extends ChunkSize {
  tokenizer: Tokenizer;
  maxFileBytes: number;
}

/** Reads and splits one file at a time, so that memory does not grow with the number of files. */
export async function* chunkFiles(
  files: readonly FoundFile[],
  options: ChunkStreamOptions,
): AsyncGenerator<ChunkEvent> {
  const version = chunkerVersion(options);
  const splitters = new Map<SplitAs, (text: string) => Promise<Piece[]>>();
  for (const file of files) {
    const read = await readDocument(file, options.maxFileBytes);
    if (read.document === undefined) {
      yield { type: 'problem', problem: read.problem };
      continue;
    }
    const { document } = read;
    const split =
      splitters.get(document.splitAs) ?? createSplitter(document.splitAs, options, options.tokenizer);
    splitters.set(document.splitAs, split);
    yield* chunkDocument(document, version, split);
  }
}

async function* chunkDocument(
  document: Document,
  version: string,
  split: (text: string) => Promise<Piece[]>,
): AsyncGenerator<ChunkEvent> {
  let ordinal = 0;
  for (const section of sectionsOf(document.text)) {
    for (const piece of await split(section)) {
      yield { type: 'chunk', chunk: makeChunk(document, { ordinal, ...piece }, version) };
      ordinal++;
    }
  }
  yield { type: 'document', documentId: document.id, chunks: ordinal };
}
