import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** What a receiver needs to know that a message is ours, whole and fresh, as Standard Webhooks has it. */
export interface SignatureHeaders {
  'webhook-id': string;
  /** Seconds since the epoch, of this try. */
  'webhook-timestamp': string;
  /** `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64. */
  'webhook-signature': string;
}

/** @param secret `whsec_` and the key in base64 */
export function signatureHeaders(secret: string, id: string, atMs: number, body: string): SignatureHeaders {
  const timestamp = Math.floor(atMs / 1000).toString();
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
