import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '@weighbridge/api';
import { IdempotencyError } from '@weighbridge/embeddings';

const USABLE = /^[\x21-\x7e]{1,255}$/;

/** The request's idempotency key, if it has one. @throws IdempotencyError INVALID_IDEMPOTENCY_KEY */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string | undefined {
  const given = headers['idempotency-key'];
  if (given === undefined) return undefined;
  if (typeof given === 'string' && USABLE.test(given)) return given;
  throw new IdempotencyError('INVALID_IDEMPOTENCY_KEY');
}

/** Where an answer is kept: no caller reaches another's, nor one endpoint another's. A keyed hash, 32 bytes. */
export function answerId(secret: Uint8Array, caller: Caller, endpoint: string, key: string): Uint8Array {
  const owner = caller.kind === 'key' ? caller.key.id : caller.kind;
  const name = JSON.stringify([owner, endpoint, key]);
  return new Uint8Array(createHmac('sha256', secret).update(name).digest());
}
