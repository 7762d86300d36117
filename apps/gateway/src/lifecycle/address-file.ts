import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the running gateway can be reached, for the `weighbridge` command of the same data directory. It appears whole:
 * a command that looks while it is written would otherwise read half of it.
 */
export function writeAddressFile(dataDir: string, address: { url: string; startedAt: number }): () => void {
  const path = join(dataDir, 'gateway.json');
  const partial = `${path}.partial`;
  const { url, startedAt } = address;
  const content = { url, pid: process.pid, startedAt: new Date(startedAt).toISOString() };
  writeFileSync(partial, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  renameSync(partial, path);
  return () => rmSync(path, { force: true });
}
