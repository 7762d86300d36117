import type { Mode, ProviderHealth } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { providerStatus } from './schemas/providers.ts';

export type ProviderStatus = z.infer<typeof providerStatus>;

/** Where providers are set up and watched. The gateway implements it over settings, environment and the router's health. */
export interface ProviderDesk {
  status(): Promise<ProviderStatus[]>;
  /** The provider that a mode answers from first. */
  providerOf(mode: Mode): 'mock' | 'openai';
  /** @throws WeighbridgeError SELF_REFERENCE when the base URL is this gateway. */
  assertBaseUrl(baseUrl: string): void;
  /** Encrypts a secret for storage. */
  seal(secret: string): { ciphertext: string; last4: string };
  /** A free call that shows whether the provider would answer with the key in force. */
  probe(provider: 'mock' | 'openai', signal?: AbortSignal): Promise<ProviderHealth>;
}
