// LlamaIndexTS: an index over documents, then the nearest nodes to a question. No language model is asked.
import { OpenAIEmbedding } from '@llamaindex/openai';
import { Document, Settings, VectorStoreIndex } from 'llamaindex';

Settings.embedModel = new OpenAIEmbedding({
  model: 'text-embedding-3-small',
  apiKey: process.env.WEIGHBRIDGE_KEY ?? '',
  baseURL: `${process.env.WEIGHBRIDGE_URL ?? 'http://127.0.0.1:4100'}/v1`,
  // Ten texts a request, one request at a time, is the default: the gateway packs what it is given.
  embedBatchSize: 2048,
  // It cuts texts of more than 8,192 tokens without a word: chunk before.
  maxRetries: 2,
});

const documents = [
  'Reset your password from the sign-in page.',
  'Invoices are sent on the first day of the month.',
  'The office is closed on public holidays.',
].map((text) => new Document({ text }));
const index = await VectorStoreIndex.fromDocuments(documents);
const nodes = await index.asRetriever({ similarityTopK: 2 }).retrieve('Where do I reset my password?');
console.log(
  JSON.stringify(nodes.map(({ node, score }) => ({ text: 'text' in node ? node.text : null, score }))),
);
