/** The official SDK, asked for base64 by name, so that it leaves decoding to us. */
import OpenAI from 'openai';
import { contend, inParallel } from '../contender.ts';
import { partsOf } from '../corpus.ts';

await contend(async ({ baseUrl }) => {
  const openai = new OpenAI({ apiKey: 'sk-bench', baseURL: baseUrl });
  return {
    async embed(texts) {
      const answers = await inParallel(partsOf(texts, 1_400), 8, async (input) => {
        const { data } = await openai.embeddings.create({
          model: 'text-embedding-3-small',
          input,
          encoding_format: 'base64',
        });
        return data.map(({ embedding }) => {
          const bytes = Buffer.from(embedding as unknown as string, 'base64');
          return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
        });
      });
      return answers.reduce((sum, vectors) => sum + vectors.length, 0);
    },
  };
});
