import { type EmbeddingProvider, ProviderError } from '@weighbridge/embeddings';
import type { OpenAiInForce } from './in-force.ts';

export interface SourceDeps {
  mock: EmbeddingProvider;
  openAiInForce(): Promise<OpenAiInForce>;
  connect(settings: { apiKey: string; baseUrl: string }): EmbeddingProvider;
}

/**
 * Providers as they are configured at this moment. The one behind a key and base URL is kept for as long as both stay;
 * calls under way keep theirs. @throws ProviderError PROVIDER_NOT_CONFIGURED, or what makes the settings unusable
 */
export function createProviderSource(deps: SourceDeps): (id: string) => Promise<EmbeddingProvider> {
  let current: { apiKey: string; baseUrl: string; provider: EmbeddingProvider } | undefined;

  return async (id) => {
    if (id === 'mock') return deps.mock;
    if (id !== 'openai') throw notConfigured(id);
    const { apiKey, baseUrl, problem } = await deps.openAiInForce();
    if (problem) throw problem;
    if (apiKey === undefined) throw notConfigured(id);
    if (current?.apiKey !== apiKey || current.baseUrl !== baseUrl) {
      current = { apiKey, baseUrl, provider: deps.connect({ apiKey, baseUrl }) };
    }
    return current.provider;
  };
}

function notConfigured(provider: string): ProviderError {
  return new ProviderError({
    code: 'PROVIDER_NOT_CONFIGURED',
    provider,
    message:
      `"${provider}" has no API key, so nothing was sent. An administrator can set OPENAI_API_KEY and start again, run ` +
      '`weighbridge providers set openai --api-key …`, or enter the key on the dashboard’s Providers page.',
    failure: 'permanent',
    billed: 'no',
  });
}
