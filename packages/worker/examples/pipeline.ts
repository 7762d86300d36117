import { createHash } from 'node:crypto';
import { createClient } from '@weighbridge/client';
import { addCollection, createSchema, createWorker, openPipeline, storeChunks } from '@weighbridge/worker';

const database = openPipeline(process.env.WEIGHBRIDGE_PIPELINE_DB ?? 'pipeline.db', { create: true });
createSchema(database); // makes the tables that are missing
addCollection(database, { collection: 'handbook', model: 'text-embedding-3-small', dimensions: 256 });

// What your chunking step does: a job and its chunks, in one transaction.
const texts = ['A truck crosses the weighbridge.', 'Then the driver pays the toll.', 'Lunch is at noon.'];
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
storeChunks(database, {
  jobId: 'job-17',
  collection: 'handbook',
  documentId: 'handbook.md',
  correlationId: 'upload-17',
  chunks: texts.map((text, ordinal) => ({
    chunkId: `handbook.md#${ordinal}`,
    chunker: 'recursive',
    chunkerVersion: '1',
    ordinal,
    text,
    sha256: sha256(text),
  })),
});

// The embedding step, until nothing is left. Any number of these, in any number of processes.
const client = createClient({
  url: process.env.WEIGHBRIDGE_URL ?? 'http://127.0.0.1:4100',
  key: process.env.WEIGHBRIDGE_KEY,
});
const { stored, failed } = await createWorker({ database, client }).run({ mode: 'drain' });
console.log('stored', stored, 'failed', failed);

// Retrieval: the question has to be in the space that the collection was pinned to by its first write.
const pinned = database
  .prepare<[string], { space: string }>('SELECT space FROM collections WHERE collection = ?')
  .get('handbook');
const asked = await client.embed({
  inputs: ['who pays the toll?'],
  dimensions: 256,
  space: pinned?.space,
});
const question = asked.vectors[0] ?? new Float32Array();
const rows = database
  .prepare<[string], { text: string; vector: Uint8Array }>(
    'SELECT c.text, b.vector FROM embedding_buffer b JOIN chunks c USING (chunk_id) WHERE b.collection = ?',
  )
  .all('handbook');
const near = ({ vector }: { vector: Uint8Array }) =>
  // A copy, since four bytes of a float have to begin at a multiple of four.
  new Float32Array(Uint8Array.from(vector).buffer).reduce((sum, x, at) => sum + x * (question[at] ?? 0), 0);
rows.sort((a, b) => near(b) - near(a));
console.log('nearest:', rows[0]?.text);
database.close();
