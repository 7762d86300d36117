/** The official SDK as it comes. */
import OpenAI from 'openai';
import { contend, inParallel } from '../contender.ts';
import { partsOf } from '../corpus.ts';

await contend(async ({ baseUrl }) => {
  const openai = new OpenAI({ apiKey: 'sk-bench', baseURL: baseUrl });
  return {
    async embed(texts) {
      const answers = await inParallel(partsOf(texts, 1_400), 8, (input) =>
        openai.embeddings.create({ model: 'text-embedding-3-small', input }),
      );
      return answers.reduce((sum, { data }) => sum + data.length, 0);
    },
  };
});
