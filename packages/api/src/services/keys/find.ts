import type { AccessKey } from '@weighbridge/db';
import type { ApiContext } from '../../context.ts';
import { findNamed, type Naming } from '../../naming/find-named.ts';

const NAMING: Naming<AccessKey> = {
  what: 'access key',
  names: ({ name, projectId }) => [name, `${projectId}/${name}`],
  distinction: ({ projectId, last4, revokedAt }) =>
    `project ${projectId}, …${last4}${revokedAt === null ? '' : ', revoked'}`,
  hint: 'Give the key’s id or name, as `weighbridge keys list` shows them.',
};

/**
 * A key by id, name, or project and name (`search/pipeline`); the names of revoked keys are free again, so a valid one
 * goes before them. @throws NotFoundError; ConflictError AMBIGUOUS_NAME
 */
export async function findKey(ctx: ApiContext, given: string): Promise<AccessKey> {
  const keys = await ctx.services.stores.keys.list();
  const valid = keys.filter(({ revokedAt }) => revokedAt === null);
  const named = valid.some((key) => NAMING.names(key).includes(given));
  return findNamed(given, named && !keys.some(({ id }) => id === given) ? valid : keys, NAMING);
}

/** As `findKey`, for what a key did: there a revoked key counts like any other. */
export async function findAnyKey(ctx: ApiContext, given: string): Promise<AccessKey> {
  return findNamed(given, await ctx.services.stores.keys.list(), NAMING);
}
