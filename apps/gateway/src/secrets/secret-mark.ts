import type { SettingsStore } from '@weighbridge/db';
import type { Vault } from './vault.ts';

/** Name of the stored mark. */
const SETTING = 'secret.mark';

/** Half a derived key: tells two secrets apart and gives neither away. */
const MARK_BYTES = 16;

/**
 * Whether the database was last used under another secret. Nothing fails then, and yet nothing is found: vectors are kept
 * under keyed hashes, so what was paid for would be paid for again. Told once; the secret in force is remembered.
 */
export async function secretHasChanged(
  settings: Pick<SettingsStore, 'value' | 'setValue'>,
  vault: Vault,
): Promise<boolean> {
  const mark = Buffer.from(vault.key('secret mark').subarray(0, MARK_BYTES)).toString('hex');
  const before = await settings.value(SETTING);
  if (before !== mark) await settings.setValue(SETTING, mark);
  return before !== undefined && before !== mark;
}
