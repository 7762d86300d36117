import { isAbsolute } from 'node:path';
import { InputError } from '@weighbridge/embeddings';
import type { AdminContext } from '../../context.ts';

/** Only the command on the gateway's machine may name a file there. @throws InputError */
export function assertFileMayBeNamed(ctx: AdminContext, file: string): void {
  if (ctx.caller.actor === 'cli' && isAbsolute(file)) return;
  throw new InputError(
    'INVALID_REQUEST',
    '"file" is an absolute path on the gateway’s machine, and only the weighbridge command there may name one.',
    { field: 'file' },
  );
}
