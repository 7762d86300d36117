import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { accessKey } from '../../presenters/access.ts';
import type { createKeyInput, createKeyOutput } from '../../schemas/access.ts';
import { digest, newAccessKey } from '../../secrets/credentials.ts';
import { findProject } from '../projects/index.ts';

/** Makes a key and shows it this once. @throws NotFoundError for the project; ConflictError KEY_NAME_TAKEN */
export async function create(
  ctx: AdminContext,
  input: z.infer<typeof createKeyInput>,
): Promise<z.infer<typeof createKeyOutput>> {
  const { stores, clock, newId, live } = ctx.services;
  const project = await findProject(ctx, input.project);
  const key = newAccessKey();
  const created = await stores.keys.create(
    {
      id: newId('key'),
      projectId: project.id,
      name: input.name,
      last4: key.slice(-4),
      allowFallback: input.allowFallback,
      createdAt: clock.now(),
      revokedAt: null,
      lastUsedAt: null,
    },
    digest(key),
    stampOf(ctx, input.reason),
  );
  live.publish('keys');
  return { ...accessKey(created), key };
}
