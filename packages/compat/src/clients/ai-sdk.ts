import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { type EmbeddingModel, embedMany } from 'ai';
import { type Library, type LibraryOptions, MODEL } from './library.ts';

function clientOf(model: EmbeddingModel, { dimensions, maxRetries, timeoutMs }: LibraryOptions) {
  return {
    async embed(texts: readonly string[], { signal }: { signal?: AbortSignal } = {}) {
      const signals = [
        ...(signal ? [signal] : []),
        ...(timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)]),
      ];
      const { embeddings } = await embedMany({
        model,
        values: [...texts],
        ...(dimensions === undefined ? {} : { dimensions }),
        ...(maxRetries === undefined ? {} : { maxRetries }),
        ...(signals.length === 0 ? {} : { abortSignal: AbortSignal.any(signals) }),
      });
      return embeddings;
    },
  };
}

export const aiSdk: Library = {
  name: 'AI SDK, openai',
  aborts: true,
  sends: (text) => text,
  batch: 2048,
  open: (options) =>
    clientOf(
      createOpenAI({ apiKey: options.apiKey, baseURL: options.baseUrl }).embedding(options.model ?? MODEL),
      options,
    ),
};

export const aiSdkCompatible: Library = {
  name: 'AI SDK, openai-compatible',
  aborts: true,
  sends: (text) => text,
  batch: 2048,
  open: (options) =>
    clientOf(
      createOpenAICompatible({
        name: 'weighbridge',
        apiKey: options.apiKey,
        baseURL: options.baseUrl,
      }).embeddingModel(options.model ?? MODEL),
      options,
    ),
};
