import { randomBytes } from 'node:crypto';
import type { NewId } from '@weighbridge/embeddings';

/** Ids of one process: `call_` + 8 characters of the process + 18 of its own, all hexadecimal. */
export interface Ids {
  newId: NewId;
  /** Whether an id was made by this process. */
  isOwn(id: string): boolean;
}

export function createIds(): Ids {
  const process = randomBytes(4).toString('hex');
  return {
    newId: (prefix) => `${prefix}_${process}${randomBytes(9).toString('hex')}`,
    isOwn: (id) => id.slice(id.indexOf('_') + 1).startsWith(process),
  };
}
