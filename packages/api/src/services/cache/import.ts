import { inspectAnswer, parseSpace } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { fileInput, importOutput } from '../../schemas/cache.ts';
import { findProject } from '../projects/index.ts';
import { assertFileMayBeNamed } from './files.ts';

/**
 * Takes a file's vectors into the project they came from. Each is inspected as if a provider had just answered it.
 * @throws InputError; NotFoundError; StorageError EXPORT_UNREADABLE; ConflictError EXPORT_FOREIGN
 */
export async function importPool(
  ctx: AdminContext,
  input: z.infer<typeof fileInput>,
): Promise<z.infer<typeof importOutput>> {
  assertFileMayBeNamed(ctx, input.file);
  const { id } = await findProject(ctx, input.project);
  const { stores, poolFingerprint, models } = ctx.services;
  const known = await models.list();
  const isSound = (space: string, vector: Float32Array) => {
    const parsed = parseSpace(space);
    if (!parsed) return false;
    const unitNorm = known.find((model) => model.id === parsed.model)?.unitNorm ?? false;
    const { items } = inspectAnswer({
      vectors: [vector],
      promise: { dimensions: parsed.dimensions, unitNorm },
      anomalies: [],
    });
    return items[0]?.ok === true;
  };
  const owner = { pool: id, fingerprint: poolFingerprint(id) };
  const report = await stores.cache.import(input.file, owner, isSound, stampOf(ctx, input.reason));
  return { project: id, ...report };
}
