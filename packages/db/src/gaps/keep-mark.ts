import type { Connection } from '../files/connection.ts';
import { LedgerClock } from '../ledger/clock.ts';
import { writeMark } from './mark.ts';

/** How far behind the ledger the mark may be, in ms. */
const EVERY_MS = 10_000;

/** Keeps the mark beside an open database. The last one, written by `close` while the connection is open, is clean. */
export function keepMark(connection: Connection, path: string, writer: string): { close(): void } {
  const clock = new LedgerClock(connection);
  let written = -1;
  const write = (clean: boolean) => {
    const highWater = clock.highWater();
    if (highWater === written && !clean) return;
    writeMark(path, { highWater, clean }, writer);
    written = highWater;
  };
  write(false);
  const timer = setInterval(() => write(false), EVERY_MS);
  timer.unref();
  return {
    close() {
      clearInterval(timer);
      write(true);
    },
  };
}
