import { openVectorDatabase } from '../vector-files/sqlite-database.ts';
import type { Hit } from './hit.ts';

/** The `top` chunks nearest to the query by cosine, by sqlite-vec. */
export function searchSqlite(path: string, query: Float32Array, top: number): Hit[] {
  const database = openVectorDatabase(path, { readonly: true });
  try {
    const nearest = database.prepare<[Uint8Array, number], Omit<Hit, 'score'> & { distance: number }>(`
      SELECT n.distance, c.document_id AS documentId, c.ordinal, c.chunk_id AS chunkId, c.title, c.text
      FROM (SELECT rowid, distance FROM vectors WHERE embedding MATCH ? AND k = ?) AS n
      JOIN chunks AS c ON c.id = n.rowid
      ORDER BY n.distance`);
    const bytes = new Uint8Array(query.buffer, query.byteOffset, query.byteLength);
    return nearest.all(bytes, top).map(({ distance, ...chunk }) => ({ score: 1 - distance, ...chunk }));
  } finally {
    database.close();
  }
}
