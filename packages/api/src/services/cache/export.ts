import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { exportOutput, fileInput } from '../../schemas/cache.ts';
import { findProject } from '../projects/index.ts';
import { assertFileMayBeNamed } from './files.ts';

/** Writes a project's vectors to a file. @throws InputError; NotFoundError; ConflictError EXPORT_EXISTS; StorageError EXPORT_FAILED */
export async function exportPool(
  ctx: AdminContext,
  input: z.infer<typeof fileInput>,
): Promise<z.infer<typeof exportOutput>> {
  assertFileMayBeNamed(ctx, input.file);
  const { id } = await findProject(ctx, input.project);
  const { stores, poolFingerprint } = ctx.services;
  const report = await stores.cache.export(input.file, { pool: id, fingerprint: poolFingerprint(id) });
  return { project: id, ...report };
}
