/** The AI SDK's embedMany as it comes. */
import { createOpenAI } from '@ai-sdk/openai';
import { embedMany } from 'ai';
import { contend } from '../contender.ts';

await contend(async ({ baseUrl }) => {
  const openai = createOpenAI({ apiKey: 'sk-bench', baseURL: baseUrl });
  return {
    async embed(values) {
      const { embeddings } = await embedMany({
        model: openai.embeddingModel('text-embedding-3-small'),
        values,
      });
      return embeddings.length;
    },
  };
});
