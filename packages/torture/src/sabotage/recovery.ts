import { type LedgerLine, openStores, type Stores } from '@weighbridge/db';
import { lifeRecords } from '../record/files.ts';
import type { WorkerLine } from '../record/lines.ts';
import { readRecord } from '../record/record.ts';
import type { Sabotage } from './sabotage.ts';

/** What a dead process held is given back, as though nothing had been sent. */
export const recovery: Sabotage = {
  breaks: 'the holds of a dead process are released',
  caughtBy: 'released-unbilled',
  async open(options, { dir, slot }) {
    const stores = await openStores({ ...options, recover: false });
    const mine = placedBy(dir, slot);
    const orphans = (await heldNow(stores)).filter(({ id }) => mine.has(id));
    await stores.ledger.close(
      orphans.map(({ id }) => ({
        id,
        state: 'released' as const,
        providerRequestId: null,
        durationMs: 0,
        errorCode: 'CRASHED',
      })),
    );
    return stores;
  },
};

/** Attempts of the earlier lives of a process, or of all. */
function placedBy(dir: string, slot: number | undefined): Set<string> {
  const ids = new Set<string>();
  for (const path of lifeRecords(dir, slot)) {
    for (const line of readRecord<WorkerLine>(path)) {
      if (line.e === 'ask') for (const { id } of line.holds) ids.add(id);
    }
  }
  return ids;
}

async function heldNow(stores: Stores): Promise<LedgerLine[]> {
  const held: LedgerLine[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page = await stores.spend.lines({ after, limit: 1000, state: 'held' });
    held.push(...page.items);
    after = page.cursor;
  }
  return held;
}
