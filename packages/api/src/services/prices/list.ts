import { MODELS } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { listOutput } from '../../schemas/prices.ts';
import { presentSet, presentShipped } from './present.ts';

/** Every price there is or was, by model, the latest beginning first. */
export async function list(ctx: AdminContext): Promise<z.infer<typeof listOutput>> {
  const { stores, clock } = ctx.services;
  const now = clock.now();
  const stored = await stores.catalogue.prices();
  const liveOf = (model: string) => stored.filter((one) => one.model === model && one.removedAt === null);
  const shipped = MODELS.flatMap((model) => presentShipped(model, liveOf(model.id), now));
  const set = stored.map((one) => presentSet(one, liveOf(one.model), now));
  return [...shipped, ...set].sort(
    (a, b) => compare(a.model, b.model) || compare(b.from, a.from) || compare(b.createdAt, a.createdAt),
  );
}

function compare(a: string | null, b: string | null): number {
  const [left, right] = [a ?? '', b ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}
