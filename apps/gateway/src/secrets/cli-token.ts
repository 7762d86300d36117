import { randomBytes, timingSafeEqual } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const CLI_TOKEN_PREFIX = 'wbt_';

/** Signs in the `weighbridge` command of whoever can read the data directory; another one at each start. */
export interface CliToken {
  matches(token: string): boolean;
  remove(): void;
}

/** Writes `cli.token` (mode 0600) into the data directory. */
export function issueCliToken(dataDir: string): CliToken {
  const path = join(dataDir, 'cli.token');
  const token = Buffer.from(`${CLI_TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`);
  // An existing file would keep its mode.
  rmSync(path, { force: true });
  writeFileSync(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
  return {
    matches(given) {
      const bytes = Buffer.from(given);
      return bytes.length === token.length && timingSafeEqual(bytes, token);
    },
    remove: () => rmSync(path, { force: true }),
  };
}
