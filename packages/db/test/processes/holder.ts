/** `holder.ts <data dir> <name>`: places one hold of 5 nano-dollars and stays alive. */
import { openStoresInProcess } from '../../src/open-stores.ts';
import { aRequest, say } from './requests.ts';

const [, , dataDir = '', name = ''] = process.argv;
const stores = await openStoresInProcess({ dataDir, clock: Date, newId: (prefix) => `${prefix}_${name}` });
await stores.ledger.hold([aRequest(name, 5n)]);
say('held');
setInterval(() => {}, 60_000);
