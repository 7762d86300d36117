import { NotFoundError } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { configureInput, providerStatus } from '../../schemas/providers.ts';

/**
 * Stores a provider's key (encrypted) and base URL for the next call. What the environment sets stays in force.
 * @throws WeighbridgeError SELF_REFERENCE when the base URL is this gateway
 */
export async function configure(
  ctx: AdminContext,
  input: z.infer<typeof configureInput>,
): Promise<z.infer<typeof providerStatus>> {
  const { stores, providers, live } = ctx.services;
  const { provider, apiKey, baseUrl } = input;
  if (typeof baseUrl === 'string') providers.assertBaseUrl(baseUrl);
  await stores.settings.configureProvider(
    provider,
    {
      ...(baseUrl === undefined ? {} : { baseUrl: baseUrl?.replace(/\/+$/, '') ?? null }),
      ...(apiKey === undefined ? {} : { secret: apiKey === null ? null : providers.seal(apiKey) }),
    },
    stampOf(ctx, input.reason),
  );
  live.publish('providers');
  const status = (await providers.status()).find((candidate) => candidate.id === provider);
  if (!status) throw new NotFoundError('provider', provider);
  return status;
}
