import { createClient } from '@weighbridge/client';
import { type Library, MODEL } from './library.ts';

/** Our own client, over tRPC. */
export const weighbridge: Library = {
  name: '@weighbridge/client',
  aborts: true,
  sends: (text) => text,
  batch: Number.POSITIVE_INFINITY,
  open({ apiKey, baseUrl, model = MODEL, dimensions, maxRetries, timeoutMs }) {
    const client = createClient({
      url: new URL(baseUrl).origin,
      key: apiKey,
      ...(maxRetries === undefined ? {} : { retries: maxRetries }),
    });
    return {
      async embed(texts, { signal } = {}) {
        const { vectors } = await client.embed({
          inputs: [...texts],
          model,
          ...(dimensions === undefined ? {} : { dimensions }),
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
          ...(signal === undefined ? {} : { signal }),
        });
        return vectors;
      },
    };
  },
};
