import type { z } from 'zod';
import type { CallerContext } from '../../context.ts';
import type { statusOutput } from '../../schemas/providers.ts';
import { readinessOf } from './readiness.ts';

/** The toggle, every provider as it stands, and which modes could be switched to. */
export async function status(ctx: CallerContext): Promise<z.infer<typeof statusOutput>> {
  const { stores, providers } = ctx.services;
  const [mode, statuses] = await Promise.all([stores.settings.mode(), providers.status()]);
  const modes = readinessOf(ctx, statuses);
  return {
    mode,
    space: modes.find((one) => one.mode === mode)?.space ?? '',
    activeProvider: providers.providerOf(mode),
    providers: statuses,
    modes,
  };
}
