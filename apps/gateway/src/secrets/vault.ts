import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { SecretUnreadableError } from '../errors.ts';

/** Keys derived from the installation's secret, and encryption of secrets at rest. */
export interface Vault {
  /** AES-256-GCM; the same text gives another ciphertext each time. */
  seal(text: string): string;
  /** @throws SecretUnreadableError when it was sealed under another secret, or changed. `what` names it in the error. */
  open(ciphertext: string, what: string): string;
  /** 32 bytes that belong to one purpose only. */
  key(purpose: string): Uint8Array;
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

export function createVault(secret: string): Vault {
  const key = (purpose: string) => new Uint8Array(hkdfSync('sha256', secret, 'weighbridge', purpose, 32));
  const sealing = key('provider secrets');

  return {
    key,

    seal(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
    },

    open(ciphertext, what) {
      const [version, body = ''] = ciphertext.split('.');
      const bytes = Buffer.from(body, 'base64url');
      if (version !== VERSION || bytes.length < IV_BYTES + TAG_BYTES) throw new SecretUnreadableError(what);
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        throw new SecretUnreadableError(what);
      }
    },
  };
}
