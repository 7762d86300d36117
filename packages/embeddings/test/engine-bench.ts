import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Stub, type StubOptions, startStub } from '@weighbridge/openai-stub';
import { createEngine, type EngineDeps } from '../src/engine/engine.ts';
import type { EmbedCall } from '../src/engine/types.ts';
import { createMockProvider } from '../src/mock/index.ts';
import type { Mode } from '../src/ports/routing.ts';
import { createOpenAiProvider } from '../src/providers/openai/index.ts';
import { createTokenCounter } from '../src/tokenizer/index.ts';
import { MemoryLedger, MemoryQuality, MemoryRecall } from './memory-ports.ts';

/** The engine over ports in memory and the real openai provider, which talks to a stub over HTTP. */
export async function engineBench(
  options: { mode?: Mode; stub?: StubOptions; deps?: Partial<EngineDeps> } = {},
) {
  const stub: Stub = await startStub(options.stub ?? {});
  const ledger = new MemoryLedger();
  const recall = new MemoryRecall();
  const quality = new MemoryQuality();
  const toggle = { mode: options.mode ?? ('real' as Mode) };
  const counter = createTokenCounter();
  const providers = {
    mock: createMockProvider({ countTokens: (texts, signal) => counter.countMany(texts, { signal }) }),
    openai: createOpenAiProvider({ apiKey: 'sk-test', baseUrl: stub.baseUrl, timeoutMs: 5000 }),
  };
  const engine = createEngine({
    ledger,
    recall,
    quality,
    routing: { mode: async () => toggle.mode },
    providers: async (id) => (id === 'mock' ? providers.mock : providers.openai),
    counter,
    clock: {
      now: () => Date.now(),
      sleep: async (ms, signal) => void (await wait(ms, undefined, { signal })),
    },
    newId: (prefix) => `${prefix}_${randomUUID()}`,
    poolKey: (projectId) => new TextEncoder().encode(projectId),
    onError: (error) => {
      throw error;
    },
    retry: { baseDelayMs: 1, maxDelayMs: 5, attemptTimeoutMs: 3000 },
    ...options.deps,
  });
  const call = (inputs: readonly string[], more: Partial<EmbedCall> = {}): EmbedCall => ({
    inputs,
    projectId: 'default',
    keyId: null,
    correlationId: `corr-${randomUUID()}`,
    allowFallback: false,
    split: true,
    ...more,
  });
  return {
    stub,
    ledger,
    recall,
    quality,
    toggle,
    engine,
    call,
    embed: (inputs: readonly string[], more?: Partial<EmbedCall>) => engine.embed(call(inputs, more)),
    async close() {
      await engine.drain(5000);
      await engine.close();
      await stub.close();
    },
  };
}

export type EngineBench = Awaited<ReturnType<typeof engineBench>>;
