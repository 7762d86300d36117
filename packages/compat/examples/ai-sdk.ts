// Vercel's AI SDK: many texts at once, then the nearest to a question.
import { createOpenAI } from '@ai-sdk/openai';
import { cosineSimilarity, embed, embedMany } from 'ai';

const weighbridge = createOpenAI({
  name: 'weighbridge',
  apiKey: process.env.WEIGHBRIDGE_KEY ?? '',
  baseURL: `${process.env.WEIGHBRIDGE_URL ?? 'http://127.0.0.1:4100'}/v1`,
});
const model = weighbridge.embedding('text-embedding-3-small');
// The gateway tries again where that is safe. The AI SDK looks at the status alone, and would ask again for what a
// budget has refused.
const maxRetries = 0;

const values = [
  'Reset your password from the sign-in page.',
  'Invoices are sent on the first day of the month.',
  'The office is closed on public holidays.',
];
const { embeddings, usage } = await embedMany({ model, values, maxRetries });
const question = await embed({ model, value: 'Where do I reset my password?', maxRetries });
const found = values
  .map((text, row) => ({ text, score: cosineSimilarity(question.embedding, embeddings[row] ?? []) }))
  .sort((a, b) => b.score - a.score);
console.log(JSON.stringify(found));
console.error(`${usage.tokens + question.usage.tokens} tokens`);
