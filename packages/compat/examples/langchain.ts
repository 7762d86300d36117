// LangChain.js: documents into a vector store in memory, then the nearest to a question.
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory';
import { OpenAIEmbeddings } from '@langchain/openai';

const embeddings = new OpenAIEmbeddings({
  model: 'text-embedding-3-small',
  apiKey: process.env.WEIGHBRIDGE_KEY ?? '',
  configuration: { baseURL: `${process.env.WEIGHBRIDGE_URL ?? 'http://127.0.0.1:4100'}/v1` },
  batchSize: 2048,
  // By default newlines become spaces, and so every text with one is another text to the cache.
  stripNewLines: false,
  // The gateway tries again where that is safe; LangChain would also where it may pay twice.
  maxRetries: 0,
});

const documents = [
  'Reset your password from the sign-in page.',
  'Invoices are sent on the first day of the month.',
  'The office is closed on public holidays.',
];
const store = await MemoryVectorStore.fromTexts(
  documents,
  documents.map((_, row) => ({ row })),
  embeddings,
);
const found = await store.similaritySearchWithScore('Where do I reset my password?', 2);
console.log(JSON.stringify(found.map(([{ pageContent }, score]) => ({ text: pageContent, score }))));
