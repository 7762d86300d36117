import { open } from 'node:fs/promises';
import { decodeHead, decodeVector } from '../vector-files/jsonl-record.ts';
import { linesOf } from '../vector-files/lines.ts';
import { notOurs } from '../vector-files/problems.ts';
import type { Hit } from './hit.ts';

/** What is kept of each chunk while the file is read: its latest line's score, and where that line is. */
interface Candidate {
  score: number;
  offset: number;
  length: number;
}

/** The `top` chunks nearest to the query by cosine; of a chunk that was written again, the last line counts. */
export async function searchJsonl(path: string, query: Float32Array, top: number): Promise<Hit[]> {
  const candidates = new Map<string, Candidate>();
  const queryNorm = Math.sqrt(dot(query, query));
  for await (const { bytes, offset, number } of linesOf(path)) {
    const head = decodeHead(bytes);
    const vector = head && decodeVector(bytes, query.length);
    if (!head || !vector)
      throw notOurs(path, `line ${number} is no chunk with a vector of ${query.length} dimensions`);
    const score = dot(query, vector) / (queryNorm * Math.sqrt(dot(vector, vector)));
    candidates.set(head.chunkId, { score, offset, length: bytes.length });
  }
  const best = [...candidates.values()].sort((a, b) => b.score - a.score).slice(0, top);
  return readHits(path, best);
}

async function readHits(path: string, candidates: readonly Candidate[]): Promise<Hit[]> {
  const handle = await open(path, 'r');
  try {
    const hits: Hit[] = [];
    for (const { score, offset, length } of candidates) {
      const bytes = Buffer.alloc(length);
      await handle.read(bytes, 0, length, offset);
      const head = decodeHead(bytes);
      if (!head) continue;
      const { documentId, ordinal, chunkId, title, text } = head;
      hits.push({ score, documentId, ordinal, chunkId, title, text });
    }
    return hits;
  } finally {
    await handle.close();
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
