/** The typed client through a gateway, which is a process of its own; its time stands beside ours. */
import { createClient } from '@weighbridge/client';
import { contend, inParallel } from '../contender.ts';
import { partsOf } from '../corpus.ts';

await contend(async ({ gatewayUrl, gatewayKey }) => {
  const client = createClient({ url: gatewayUrl, key: gatewayKey });
  return {
    async embed(texts) {
      const answers = await inParallel(partsOf(texts, 2_800), 4, (inputs) => client.embed({ inputs }));
      return answers.reduce((sum, { vectors }) => sum + vectors.length, 0);
    },
  };
});
