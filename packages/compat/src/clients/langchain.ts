import { OpenAIEmbeddings } from '@langchain/openai';
import { type Library, MODEL } from './library.ts';

export const langchain: Library = {
  name: 'LangChain.js',
  aborts: false,
  // `stripNewLines` is on by default.
  sends: (text) => text.replace(/\n/g, ' '),
  batch: 512,
  open({ apiKey, baseUrl, model = MODEL, dimensions, maxRetries, timeoutMs }) {
    const client = new OpenAIEmbeddings({
      apiKey,
      model,
      configuration: { baseURL: baseUrl },
      ...(dimensions === undefined ? {} : { dimensions }),
      ...(maxRetries === undefined ? {} : { maxRetries }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    return { embed: (texts) => client.embedDocuments([...texts]) };
  },
};
