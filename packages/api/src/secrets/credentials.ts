import { createHash, randomBytes, randomInt } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A new access key: `wb_` and 32 characters (190 bits). Shown once; only its digest is kept. */
export function newAccessKey(): string {
  let key = 'wb_';
  for (let drawn = 0; drawn < 32; drawn += 1) key += BASE62[randomInt(BASE62.length)];
  return key;
}

/** A new session token of 256 bits. Only its digest is kept. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A signing secret of 192 bits, written as Standard Webhooks has it. Shown once; kept encrypted, since signing needs it. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

/** What the token of a metrics scraper begins with. */
export const METRICS_TOKEN_PREFIX = 'wbm_';

/** A new token of 256 bits that reads the metrics and nothing else. Shown once; only its digest is kept. */
export function newMetricsToken(): string {
  return `${METRICS_TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
}

/** SHA-256 in hexadecimal. Enough for random secrets of this length; passwords need a slow hash instead. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
