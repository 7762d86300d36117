import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { setModeInput, setModeOutput } from '../../schemas/providers.ts';
import { assertReady } from './readiness.ts';

/**
 * Turns the toggle. Calls admitted before keep their mode. Setting the mode that is already in force changes nothing.
 * @throws WeighbridgeError PROVIDER_NOT_CONFIGURED for a mode whose provider has no key
 */
export async function setMode(
  ctx: AdminContext,
  input: z.infer<typeof setModeInput>,
): Promise<z.infer<typeof setModeOutput>> {
  const { stores, providers, live } = ctx.services;
  assertReady(ctx, input.mode, await providers.status());
  const stamp = stampOf(ctx, input.reason);
  const previous = await stores.settings.setMode(input.mode, stamp);
  const changed = previous !== input.mode;
  if (changed) live.publish('mode');
  return { mode: input.mode, previous, changed, at: instant(stamp.at) };
}
