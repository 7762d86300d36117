import { mkdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { InputError, StorageError } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { instantOrNull } from '../../presenters/instant.ts';
import type { backupInput, backupReport } from '../../schemas/keeping.ts';
import { backupFolder, keepAlso } from './places.ts';

/** Copies the database while calls go on, and checks the copy. @throws ConflictError BACKUP_EXISTS; StorageError BACKUP_FAILED */
export async function backup(
  ctx: AdminContext,
  input: z.infer<typeof backupInput>,
): Promise<z.infer<typeof backupReport>> {
  const { stores, system, keeping } = ctx.services;
  const file = await fileOf(ctx, input.file);
  const options = { withCache: input.withCache, audit: stampOf(ctx, input.reason) };
  const report = await keeping.watch('backup', async (onProgress) => {
    await stores.ledger.drained();
    return stores.keeping.backup(file, options, onProgress);
  });
  return { ...report, highWater: instantOrNull(report.highWater || null), keepAlso: keepAlso(system) };
}

/** A browser may only ask for a file where backups belong; the command on this machine may name any. */
async function fileOf(ctx: AdminContext, asked: string | undefined): Promise<string> {
  const { system, clock } = ctx.services;
  if (asked === undefined) {
    const folder = backupFolder(system.dataDir);
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      throw new StorageError(
        'BACKUP_FAILED',
        `The folder ${folder} could not be made (${error.code ?? error.message}). Let the gateway write to its data directory, or name a file elsewhere with weighbridge backup <file>.`,
        { file: folder, reason: error.code ?? error.message },
        error,
      );
    });
    const stamp = new Date(clock.now()).toISOString().replace(/[:.]/g, '-');
    return join(folder, `weighbridge-${stamp}.db`);
  }
  if (ctx.caller.actor === 'cli' && isAbsolute(asked)) return asked;
  throw new InputError(
    'INVALID_REQUEST',
    'A backup’s "file" is an absolute path, and only the weighbridge command on the gateway’s machine may name one. ' +
      'Leave it out to write into the data directory.',
    { field: 'file' },
  );
}
