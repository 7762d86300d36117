import { randomInt } from 'node:crypto';
import type { SettingsStore } from '@weighbridge/db';
import { hashPassword, passwordMatches } from './password-hash.ts';

/** Name of the stored hash. */
const SETTING = 'admin.password';

/** Without letters and digits that look alike. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

export interface AdminPassword {
  verify(password: string): Promise<boolean>;
  /** Set only when it was generated just now; it is stored nowhere in this form. */
  generated: string | undefined;
  /**
   * Stores a new database's password. To be called when the start has succeeded, so that a generated one is never
   * stored without being shown.
   */
  keep(): Promise<void>;
}

/**
 * The password in force: the environment's wins over what is stored, for as long as it is set. A new database stores
 * the environment's, or one that is generated. `cheap` hashes it in no time, for tests.
 */
export async function adminPassword(
  settings: Pick<SettingsStore, 'value' | 'initialValue'>,
  fromEnvironment: string | undefined,
  options: { cheap?: boolean } = {},
): Promise<AdminPassword> {
  const stored = await settings.value(SETTING);
  const generated = stored === undefined && fromEnvironment === undefined ? generate() : undefined;
  const given = fromEnvironment ?? generated;
  const inForce = given === undefined ? (stored ?? '') : await hashPassword(given, options.cheap);
  return {
    verify: (password) => passwordMatches(password, inForce),
    generated,
    async keep() {
      if (stored === undefined) await settings.initialValue(SETTING, inForce);
    },
  };
}

/** Four groups of five, such as `k7mfp-x3wqt-9hc2n-e8vrb`: 99 bits. */
function generate(): string {
  const group = () => Array.from({ length: 5 }, () => READABLE[randomInt(READABLE.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
