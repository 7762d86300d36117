/** The typed client through a gateway, which is a process of its own; its time stands beside ours. */
import { createClient } from '@weighbridge/client';
import { contend } from '../contender.ts';

await contend(async ({ gatewayUrl, gatewayKey }) => {
  const client = createClient({ url: gatewayUrl, key: gatewayKey });
  return {
    async embed(texts) {
      let count = 0;
      for await (const { vectors } of client.embedStream(texts)) count += vectors.length;
      return count;
    },
  };
});
