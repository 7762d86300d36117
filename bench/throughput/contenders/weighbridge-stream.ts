/** A job that does not fit into memory: texts are made as they are asked for, vectors are counted and let go. */
import { createClient } from '@weighbridge/client';
import { report, taskFromEnvironment } from '../contender.ts';
import { stream } from '../corpus.ts';

const { gatewayUrl, gatewayKey, count, seed } = taskFromEnvironment();
const client = createClient({ url: gatewayUrl, key: gatewayKey });
await report(async () => {
  let vectors = 0;
  for await (const batch of client.embedStream(stream(count, seed))) vectors += batch.vectors.length;
  return vectors;
});
