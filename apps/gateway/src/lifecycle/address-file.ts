import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the running gateway can be reached, for the `weighbridge` command of the same data directory. */
export function writeAddressFile(dataDir: string, address: { url: string; startedAt: number }): () => void {
  const path = join(dataDir, 'gateway.json');
  const { url, startedAt } = address;
  const content = { url, pid: process.pid, startedAt: new Date(startedAt).toISOString() };
  writeFileSync(path, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  return () => rmSync(path, { force: true });
}
