/** LlamaIndexTS as it comes: ten a request, one at a time. */
import { OpenAIEmbedding } from '@llamaindex/openai';
import { contend } from '../contender.ts';

await contend(async ({ baseUrl }) => {
  const embedding = new OpenAIEmbedding({
    apiKey: 'sk-bench',
    model: 'text-embedding-3-small',
    baseURL: baseUrl,
  });
  return { embed: async (texts) => (await embedding.getTextEmbeddingsBatch(texts)).length };
});
