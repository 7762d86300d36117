import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { watchList } from '../../presenters/alert.ts';
import type { settings as settingsSchema } from '../../schemas/alerts.ts';
import { readWatchList } from './watch-list.ts';

/** What is watched for. */
export async function settings(ctx: AdminContext): Promise<z.infer<typeof settingsSchema>> {
  return watchList(await readWatchList(ctx.services.stores.alerts));
}
