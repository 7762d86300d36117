import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenStoresOptions, openStores, openStoresInProcess } from '../open-stores.ts';
import type { Stores } from '../stores.ts';
import { SettableClock } from './settable-clock.ts';

export interface TemporaryStoresOptions
  extends Partial<Omit<OpenStoresOptions, 'dataDir' | 'clock' | 'newId'>> {
  /** Where the clock stands: noon UTC of 15 January 2026. */
  at?: number;
  /** Worker threads as in production, or (by default) the same code in this thread, which opens much faster. */
  threads?: boolean;
}

export interface TemporaryStores {
  readonly stores: Stores;
  readonly dataDir: string;
  readonly clock: SettableClock;
  newId(prefix: string): string;
  /** Closes the stores and opens them again on the same files. */
  reopen(options?: TemporaryStoresOptions): Promise<Stores>;
  /** Closes them and deletes the files. */
  close(): Promise<void>;
}

/** Stores on real files in a new temporary directory. Close them at the end of the test. */
export async function temporaryStores(options: TemporaryStoresOptions = {}): Promise<TemporaryStores> {
  const dataDir = mkdtempSync(join(tmpdir(), 'weighbridge-'));
  const clock = new SettableClock(options.at ?? Date.UTC(2026, 0, 15, 12));
  const newId = (prefix: string) => `${prefix}_${randomUUID()}`;
  const open = ({ at: _, threads = false, ...rest }: TemporaryStoresOptions) =>
    (threads ? openStores : openStoresInProcess)({ ...rest, dataDir, clock, newId });
  let stores = await open(options);
  return {
    get stores() {
      return stores;
    },
    dataDir,
    clock,
    newId,
    async reopen(changed = {}) {
      await stores.close();
      stores = await open({ ...options, ...changed });
      return stores;
    },
    async close() {
      await stores.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
