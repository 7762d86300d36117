import { OpenAIEmbedding } from '@llamaindex/openai';
import { type Library, MODEL } from './library.ts';

export const llamaindex: Library = {
  name: 'LlamaIndexTS',
  aborts: false,
  sends: (text) => text,
  batch: 10,
  open({ apiKey, baseUrl, model = MODEL, dimensions, maxRetries, timeoutMs }) {
    const client = new OpenAIEmbedding({
      apiKey,
      baseURL: baseUrl,
      model,
      ...(dimensions === undefined ? {} : { dimensions }),
      ...(maxRetries === undefined ? {} : { maxRetries }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    return { embed: (texts) => client.getTextEmbeddingsBatch([...texts]) };
  },
};
