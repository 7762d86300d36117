/**
 * `hammer.ts <data dir> <name>`: once a file `go-<name>` is in the data directory, places and closes holds from eight
 * loops until the budget refuses a single nano-dollar.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openStoresInProcess } from '../../src/open-stores.ts';
import { settled, unsettled } from '../outcomes.ts';
import { aRequest, say } from './requests.ts';

const [, , dataDir = '', name = ''] = process.argv;
let ids = 0;
const stores = await openStoresInProcess({ dataDir, clock: Date, newId: (prefix) => `${prefix}_${name}` });
say('open');
while (!existsSync(join(dataDir, `go-${name}`))) await setTimeout(5);
await Promise.all(Array.from({ length: 8 }, () => loop()));
await stores.ledger.drained();
say('done');
await stores.close();

async function loop(): Promise<void> {
  for (;;) {
    ids += 1;
    const id = `${name}_${ids}`;
    const nano = BigInt(1 + (ids % 9));
    const refused = await stores.ledger.hold([aRequest(id, nano)]).then(
      () => undefined,
      (error: { code: string }) => error.code,
    );
    if (refused === 'BUDGET_EXCEEDED' && nano === 1n) return;
    if (refused === 'BUDGET_EXCEEDED') continue;
    if (refused !== undefined) throw new Error(`The ledger refused with ${refused}.`);
    say(`held ${id}`);
    await close(id, nano);
  }
}

/** A third is settled, a third released, and the rest left in flight. */
async function close(id: string, nano: bigint): Promise<void> {
  const fate = ids % 3;
  if (fate === 0) return;
  await stores.ledger.close([fate === 1 ? settled(id, nano) : unsettled(id, 'released')]);
  say(`${fate === 1 ? 'settled' : 'released'} ${id}`);
}
