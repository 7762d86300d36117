// Chroma: a collection that embeds through Weighbridge and is pinned to one vector space.
import { ChromaClient } from 'chromadb';
import { WeighbridgeEmbeddingFunction } from './chroma-embedding-function.ts';

const embeddingFunction = await WeighbridgeEmbeddingFunction.create({
  url: process.env.WEIGHBRIDGE_URL ?? 'http://127.0.0.1:4100',
  keyVariable: 'WEIGHBRIDGE_KEY',
  model: 'text-embedding-3-small',
});
const chroma = URL.parse(process.env.CHROMA_URL ?? 'http://127.0.0.1:8000');
const client = new ChromaClient({
  host: chroma?.hostname ?? '127.0.0.1',
  port: Number(chroma?.port ?? 8000),
});

const collection = await client.getOrCreateCollection({ name: 'handbook', embeddingFunction });
await collection.upsert({
  ids: ['password', 'invoices', 'holidays'],
  documents: [
    'Reset your password from the sign-in page.',
    'Invoices are sent on the first day of the month.',
    'The office is closed on public holidays.',
  ],
});
const found = await collection.query({ queryTexts: ['Where do I reset my password?'], nResults: 2 });
const [rows = []] = found.rows();
console.log(JSON.stringify(rows.map(({ document, distance }) => ({ text: document, distance }))));
