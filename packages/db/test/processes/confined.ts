/**
 * `confined.ts <data dir>`: places holds under a limit on the size of files until the disk refuses, then says what
 * happened and what the ledger holds.
 */
import { openStoresInProcess } from '../../src/open-stores.ts';
import { aRequest, say } from './requests.ts';

const [, , dataDir = ''] = process.argv;
const stores = await openStoresInProcess({ dataDir, clock: Date, newId: (prefix) => `${prefix}_confined` });
for (let call = 1; call < 100; call += 1) {
  const requests = Array.from({ length: 100 }, (_, batch) => aRequest(`${call}_${batch}`, 1n, { batch }));
  try {
    await stores.ledger.hold(requests);
    say(`held ${call}`);
  } catch (error) {
    say(`refused ${JSON.stringify(error)}`);
    break;
  }
}
process.exit(0);
