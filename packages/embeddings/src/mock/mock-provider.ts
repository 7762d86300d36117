import { ProviderError } from '../errors/provider.ts';
import type { EmbeddingProvider, ProviderAnswer, ProviderRequest } from '../providers/provider.ts';
import { isTurnSpent, nextTurn } from '../turns.ts';
import { MockVectorMaker } from './mock-vector.ts';

export interface MockProviderOptions {
  /** Counts the tokens of each text exactly, so that the mock meters what the real model would. */
  countTokens: (texts: readonly string[], signal: AbortSignal) => Promise<Uint32Array>;
}

/**
 * A provider without a network: vectors come from the texts themselves. Equal texts give equal vectors to the last bit, in
 * every process and on every platform; different texts give different ones, similar texts nearer ones. Free.
 */
export function createMockProvider({ countTokens }: MockProviderOptions): EmbeddingProvider {
  return {
    id: 'mock',
    kind: 'mock',
    endpoint: 'mock',
    free: true,
    embed: (request) => embed(request, countTokens),
    probe: async () => ({ ok: true, latencyMs: 0, message: 'The mock needs no network and no key.' }),
  };
}

async function embed(
  { model, dimensions, inputs, tokenIds, signal }: ProviderRequest,
  countTokens: MockProviderOptions['countTokens'],
): Promise<ProviderAnswer> {
  const maker = new MockVectorMaker(model.id, model.dimensions);
  const vectors: Float32Array[] = [];
  const takeTurns = async () => {
    if (isTurnSpent()) await nextTurn();
  };
  let meteredTokens = 0;
  try {
    const counts = tokenIds?.map((ids) => ids.length) ?? (await countTokens(inputs, signal));
    for (const count of counts) meteredTokens += count;
  } catch (error) {
    throw signal.aborted ? cancelled() : error;
  }
  for (const text of inputs) {
    if (signal.aborted) throw cancelled();
    const making = maker.make(text, dimensions);
    let step = making.next();
    while (!step.done) {
      await takeTurns();
      step = making.next();
    }
    vectors.push(step.value);
    await takeTurns();
  }
  return { vectors, meteredTokens, model: model.id, providerRequestId: undefined, anomalies: [] };
}

function cancelled(): ProviderError {
  return new ProviderError({
    code: 'PROVIDER_CONNECTION_LOST',
    provider: 'mock',
    message: 'The call was cancelled while the mock was working. Nothing was billed.',
    failure: 'transient',
    billed: 'no',
  });
}
