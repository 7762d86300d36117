import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '@weighbridge/embeddings';

/** In the data directory, readable by its owner only. Whoever has it can decrypt what is stored beside it. */
const FILE = 'secret.key';

/**
 * The secret that everything else is derived from: the environment's, or that of the key file, which is made at the
 * first start. @throws StorageError DATA_DIR_UNUSABLE
 */
export function installationSecret(dataDir: string, fromEnvironment: string | undefined): string {
  if (fromEnvironment !== undefined) return fromEnvironment;
  const path = join(dataDir, FILE);
  try {
    return readKey(path) ?? createKey(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorageError(
      'DATA_DIR_UNUSABLE',
      `The key file ${path} cannot be used (${reason}). Give it to this user, or set WEIGHBRIDGE_SECRET.`,
      { path },
      error,
    );
  }
}

function readKey(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  if (text.length < 32) throw new Error('it is empty or cut short; restore it from a backup, or remove it');
  return text;
}

/** Durable before anything is encrypted under it. */
function createKey(path: string): string {
  const key = randomBytes(32).toString('base64url');
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${key}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return key;
}
