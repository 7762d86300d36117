import type { ProviderDesk, ProviderStatus } from '@weighbridge/api';
import {
  type Clock,
  type EmbeddingProvider,
  endpointOf,
  type HealthSnapshot,
  InputError,
  WeighbridgeError,
} from '@weighbridge/embeddings';
import { baseUrlProblem } from '../config/base-url.ts';
import type { Vault } from '../secrets/vault.ts';
import type { OpenAiInForce } from './in-force.ts';
import type { SelfReference } from './self-reference.ts';

/** A probe that takes longer says that the provider does not answer. */
const PROBE_TIMEOUT_MS = 10_000;

export interface DeskDeps {
  source(id: string): Promise<EmbeddingProvider>;
  openAiInForce(): Promise<OpenAiInForce>;
  health(id: string): HealthSnapshot;
  vault: Vault;
  self: SelfReference;
  clock: Clock;
}

/** Where providers are set up and watched. */
export function createProviderDesk(deps: DeskDeps): ProviderDesk {
  const { source, openAiInForce, health, vault, self, clock } = deps;
  return {
    providerOf: (mode) => (mode === 'mock' ? 'mock' : 'openai'),

    async status() {
      const openAi = await openAiInForce();
      return [presentMock(health('mock')), presentOpenAi(openAi, health('openai'))];
    },

    assertBaseUrl(baseUrl) {
      const problem = baseUrlProblem(baseUrl);
      if (problem) {
        throw new InputError('INVALID_REQUEST', `"baseUrl" cannot be used: ${problem}.`, {
          field: 'baseUrl',
        });
      }
      self.assertOther('The base URL', baseUrl);
    },

    seal: (secret) => ({ ciphertext: vault.seal(secret), last4: secret.slice(-4) }),

    async probe(id, signal) {
      const started = clock.now();
      const timeout = AbortSignal.timeout(PROBE_TIMEOUT_MS);
      try {
        const provider = await source(id);
        return await provider.probe(signal ? AbortSignal.any([signal, timeout]) : timeout);
      } catch (error) {
        if (!WeighbridgeError.isInstance(error)) throw error;
        return { ok: false, latencyMs: clock.now() - started, code: error.code, message: error.message };
      }
    },
  };
}

function presentMock(health: HealthSnapshot): ProviderStatus {
  return {
    id: 'mock',
    kind: 'mock',
    configured: true,
    baseUrl: null,
    baseUrlSource: 'none',
    keySource: 'none',
    keyLast4: null,
    endpoint: 'mock',
    official: false,
    problem: null,
    health: presentHealth(health),
  };
}

function presentOpenAi(openAi: OpenAiInForce, health: HealthSnapshot): ProviderStatus {
  const endpoint = endpointOf(openAi.baseUrl);
  const { problem } = openAi;
  return {
    id: 'openai',
    kind: 'openai',
    configured: openAi.apiKey !== undefined && problem === undefined,
    baseUrl: openAi.baseUrl,
    baseUrlSource: openAi.baseUrlSource,
    keySource: openAi.keySource,
    keyLast4: openAi.keyLast4,
    endpoint,
    official: endpoint === 'openai',
    problem: problem ? { code: problem.code, message: problem.message } : null,
    health: presentHealth(health),
  };
}

function presentHealth(health: HealthSnapshot): ProviderStatus['health'] {
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    ...health,
    lastSuccessAt: instant(health.lastSuccessAt),
    lastFailureAt: instant(health.lastFailureAt),
  };
}
