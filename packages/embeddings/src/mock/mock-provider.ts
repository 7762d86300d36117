import { setImmediate } from 'node:timers/promises';
import { ProviderError } from '../errors/provider.ts';
import type { EmbeddingProvider, ProviderAnswer, ProviderRequest } from '../providers/provider.ts';
import { MockVectorMaker } from './mock-vector.ts';

export interface MockProviderOptions {
  /** Counts tokens exactly, so that the mock meters what the real model would. */
  countTokens: (text: string) => number;
}

/** Others wait no longer than about this for the event loop, in milliseconds. */
const TURN_MS = 10;

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
  countTokens: (text: string) => number,
): Promise<ProviderAnswer> {
  const maker = new MockVectorMaker(model.id, model.dimensions);
  const vectors: Float32Array[] = [];
  let meteredTokens = 0;
  let turnEnds = performance.now() + TURN_MS;
  const takeTurns = async () => {
    if (performance.now() < turnEnds) return;
    await setImmediate();
    turnEnds = performance.now() + TURN_MS;
  };
  for (const [index, text] of inputs.entries()) {
    if (signal.aborted) throw cancelled();
    const making = maker.make(text, dimensions);
    let step = making.next();
    while (!step.done) {
      await takeTurns();
      step = making.next();
    }
    vectors.push(step.value);
    meteredTokens += tokenIds?.[index]?.length ?? countTokens(text);
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
