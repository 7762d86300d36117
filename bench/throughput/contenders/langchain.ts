/** LangChain.js as it comes: 512 a request, two at a time. */
import { OpenAIEmbeddings } from '@langchain/openai';
import { contend } from '../contender.ts';

await contend(async ({ baseUrl }) => {
  const embeddings = new OpenAIEmbeddings({
    apiKey: 'sk-bench',
    model: 'text-embedding-3-small',
    configuration: { baseURL: baseUrl },
  });
  return { embed: async (texts) => (await embeddings.embedDocuments(texts)).length };
});
