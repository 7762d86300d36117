/** `bulk.ts <data dir>`: calls of 2,000 attempts each, for ever; a kill falls into the middle of a transaction. */
import { openStoresInProcess } from '../../src/open-stores.ts';
import { aRequest, say } from './requests.ts';

const [, , dataDir = ''] = process.argv;
const stores = await openStoresInProcess({ dataDir, clock: Date, newId: (prefix) => `${prefix}_bulk` });
for (let call = 1; ; call += 1) {
  const callId = `call_${call}`;
  const requests = Array.from({ length: 2_000 }, (_, batch) =>
    aRequest(`${callId}_${batch}`, 1n, { callId, batch }),
  );
  say(`asking ${callId}`);
  await stores.ledger.hold(requests);
  say(`held ${callId}`);
}
