import { mkdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { InputError } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instantOrNull } from '../../presenters/instant.ts';
import type { backupInput, backupReport } from '../../schemas/keeping.ts';

/** Copies the database while calls go on, and checks the copy. @throws ConflictError BACKUP_EXISTS; StorageError BACKUP_FAILED */
export async function backup(
  ctx: AdminContext,
  input: z.infer<typeof backupInput>,
): Promise<z.infer<typeof backupReport>> {
  const { stores, system } = ctx.services;
  const file = await fileOf(ctx, input.file);
  await stores.ledger.drained();
  const report = await stores.keeping.backup(file, { withCache: input.withCache });
  return {
    ...report,
    highWater: instantOrNull(report.highWater || null),
    keepAlso: system.environment.includes('WEIGHBRIDGE_SECRET')
      ? 'WEIGHBRIDGE_SECRET, as it is set now: without it stored provider keys cannot be read.'
      : `${join(system.dataDir, 'secret.key')}: without it stored provider keys cannot be read. Keep it apart from the backup.`,
  };
}

/** A browser may only ask for a file where backups belong; the command on this machine may name any. */
async function fileOf(ctx: AdminContext, asked: string | undefined): Promise<string> {
  const { system, clock } = ctx.services;
  if (asked === undefined) {
    const folder = join(system.dataDir, 'backups');
    await mkdir(folder, { recursive: true, mode: 0o700 });
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
