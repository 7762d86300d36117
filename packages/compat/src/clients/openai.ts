import OpenAI from 'openai';
import OpenAI6 from 'openai-6';
import { type Library, type LibraryOptions, MODEL } from './library.ts';

function settings({ apiKey, baseUrl, maxRetries, timeoutMs }: LibraryOptions) {
  return {
    apiKey,
    baseURL: baseUrl,
    ...(maxRetries === undefined ? {} : { maxRetries }),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  };
}

function body({ model = MODEL, dimensions }: LibraryOptions, texts: readonly string[]) {
  return { model, input: [...texts], ...(dimensions === undefined ? {} : { dimensions }) };
}

const common = { aborts: true, sends: (text: string) => text, batch: Number.POSITIVE_INFINITY };

/** As it comes: it asks for base64 and decodes it itself. */
export const openai: Library = {
  ...common,
  name: 'openai 7',
  open(options) {
    const client = new OpenAI(settings(options));
    return {
      embed: async (texts, more) =>
        (await client.embeddings.create(body(options, texts), more)).data.map(({ embedding }) => embedding),
    };
  },
};

export const openaiFloat: Library = {
  ...common,
  name: 'openai 7, float',
  open(options) {
    const client = new OpenAI(settings(options));
    return {
      embed: async (texts, more) =>
        (
          await client.embeddings.create({ ...body(options, texts), encoding_format: 'float' }, more)
        ).data.map(({ embedding }) => embedding),
    };
  },
};

export const openai6: Library = {
  ...common,
  name: 'openai 6',
  open(options) {
    const client = new OpenAI6(settings(options));
    return {
      embed: async (texts, more) =>
        (await client.embeddings.create(body(options, texts), more)).data.map(({ embedding }) => embedding),
    };
  },
};
