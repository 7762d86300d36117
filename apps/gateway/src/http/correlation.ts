import type { IncomingHttpHeaders } from 'node:http';
import type { NewId } from '@weighbridge/embeddings';

/** Printable ASCII without spaces, so that it can stand in any header and any log. */
const USABLE = /^[\x21-\x7e]{1,128}$/;

/** The caller's correlation id where it can be used, otherwise a new one. */
export function correlationIdOf(headers: IncomingHttpHeaders, newId: NewId): string {
  for (const name of ['x-correlation-id', 'x-weighbridge-correlation-id']) {
    const given = headers[name];
    if (typeof given === 'string' && USABLE.test(given)) return given;
  }
  return newId('cor');
}
