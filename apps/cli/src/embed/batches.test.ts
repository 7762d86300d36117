import { expect, test } from 'vitest';
import { collect } from '../../test/collect.ts';
import { chunkOf } from '../../test/vector-rows.ts';
import type { ChunkEvent } from '../chunks/stream.ts';
import { batchesOf, CALL_LIMITS } from './batches.ts';

async function* stream(documents: readonly (readonly number[])[]): AsyncGenerator<ChunkEvent> {
  for (const [at, tokens] of documents.entries()) {
    for (const [ordinal, weight] of tokens.entries()) {
      yield { type: 'chunk', chunk: { ...chunkOf(`d${at}`, ordinal, `${at}.${ordinal}`), tokens: weight } };
    }
    yield { type: 'document', documentId: `d${at}`, chunks: tokens.length };
  }
}

const batch = (
  documents: readonly (readonly number[])[],
  wanted: (event: ChunkEvent) => boolean = () => true,
) => collect(batchesOf(stream(documents), wanted));

test('no batch is over the chunks or the tokens of a call, and none is cut too early', async () => {
  const small = await batch([Array(CALL_LIMITS.chunks + 1).fill(1)]);
  expect(small.map(({ chunks }) => chunks.length)).toEqual([CALL_LIMITS.chunks, 1]);
  const large = await batch([Array(60).fill(8000)]);
  expect(large.map(({ chunks }) => chunks.length)).toEqual([25, 25, 10]);
  for (const { tokens, chunks } of large) {
    expect(tokens).toBeLessThanOrEqual(CALL_LIMITS.tokens);
    expect(tokens).toBe(chunks.length * 8000);
  }
});

test('a document is finished in the batch of its last chunk or a later one, once', async () => {
  const batches = await batch([Array(CALL_LIMITS.chunks).fill(1), [1], []]);
  expect(batches.map(({ finished }) => finished)).toEqual([
    [{ documentId: 'd0', chunks: CALL_LIMITS.chunks }],
    [
      { documentId: 'd1', chunks: 1 },
      { documentId: 'd2', chunks: 0 },
    ],
  ]);
});

test('what is not wanted is left out, but its document is still finished', async () => {
  const batches = await batch([[1, 1, 1]], (event) => event.type !== 'chunk' || event.chunk.ordinal === 1);
  expect(batches).toMatchObject([
    { chunks: [{ ordinal: 1 }], tokens: 1, finished: [{ documentId: 'd0', chunks: 3 }] },
  ]);
  expect(await batch([[1]], (event) => event.type !== 'chunk')).toMatchObject([
    { chunks: [], finished: [{ documentId: 'd0' }] },
  ]);
});
