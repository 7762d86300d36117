import { randomBytes, randomFillSync } from 'node:crypto';
import type { NewId } from '@weighbridge/embeddings';

/** Ids of one process: `call_` + 8 characters of the process + 18 of its own, all hexadecimal. */
export interface Ids {
  newId: NewId;
  /** Whether an id was made by this process. */
  isOwn(id: string): boolean;
}

const OWN_BYTES = 9;

export function createIds(): Ids {
  const process = randomBytes(4).toString('hex');
  // Drawn for many ids at once: a call makes half a dozen, and a draw costs more than all else about them.
  const drawn = Buffer.alloc(256 * OWN_BYTES);
  let at = drawn.length;
  const own = () => {
    if (at === drawn.length) {
      randomFillSync(drawn);
      at = 0;
    }
    at += OWN_BYTES;
    return drawn.toString('hex', at - OWN_BYTES, at);
  };
  return {
    newId: (prefix) => `${prefix}_${process}${own()}`,
    isOwn: (id) => id.slice(id.indexOf('_') + 1).startsWith(process),
  };
}
