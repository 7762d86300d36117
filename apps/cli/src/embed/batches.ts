import type { Chunk } from '../chunks/chunk.ts';
import type { ChunkEvent } from '../chunks/stream.ts';
import type { FinishedDocument } from '../vector-files/vector-file.ts';

/** What goes into one call. */
export interface Batch {
  chunks: Chunk[];
  tokens: number;
  /** Documents whose last chunk is in this batch or went before it. */
  finished: FinishedDocument[];
}

/** Small enough that little is lost when a call fails and memory stays flat; large enough to fill requests. */
export const CALL_LIMITS = { chunks: 512, tokens: 200_000 } as const;

/** Groups chunks in order. `onEvent` sees every event and says of a chunk whether it is wanted. */
export async function* batchesOf(
  events: AsyncIterable<ChunkEvent>,
  onEvent: (event: ChunkEvent) => boolean,
): AsyncGenerator<Batch> {
  let batch: Batch = { chunks: [], tokens: 0, finished: [] };
  const cut = (): Batch => {
    const full = batch;
    batch = { chunks: [], tokens: 0, finished: [] };
    return full;
  };
  for await (const event of events) {
    const wanted = onEvent(event);
    if (event.type === 'document')
      batch.finished.push({ documentId: event.documentId, chunks: event.chunks });
    if (event.type !== 'chunk' || !wanted) continue;
    const { chunk } = event;
    const full =
      batch.chunks.length === CALL_LIMITS.chunks || batch.tokens + chunk.tokens > CALL_LIMITS.tokens;
    if (full && batch.chunks.length > 0) yield cut();
    batch.chunks.push(chunk);
    batch.tokens += chunk.tokens;
  }
  if (batch.chunks.length > 0 || batch.finished.length > 0) yield cut();
}
