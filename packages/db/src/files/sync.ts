import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes sure that a file, or what a folder lists, is on the disk. Never for a file that SQLite has open in this process. */
export function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
