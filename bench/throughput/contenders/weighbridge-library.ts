/** Our engine in this process with all ten steps on: counter, cache and ledger in their threads, on a real disk. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openStores } from '@weighbridge/db';
import {
  createEngine,
  createOpenAiProvider,
  createTokenCounter,
  derivePoolKey,
} from '@weighbridge/embeddings';
import { contend, inParallel } from '../contender.ts';
import { partsOf } from '../corpus.ts';

/** Texts of one call; a pipeline that embeds a corpus makes several. */
const PER_CALL = 5_600;

await contend(async ({ baseUrl }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'weighbridge-bench-'));
  const newId = (prefix: string) => `${prefix}_${randomUUID()}`;
  const clock = {
    now: () => Date.now(),
    sleep: async (ms: number, signal?: AbortSignal) =>
      void (await wait(ms, undefined, { signal, ref: false })),
  };
  const stores = await openStores({ dataDir, clock, newId, initialMode: 'real', alone: true });
  const stamp = { at: Date.now(), actor: 'bench', reason: null, correlationId: null };
  for (const [index, scope] of ['global', 'project:default'].entries()) {
    await stores.budgets.create(
      {
        id: `bud_${index}`,
        scope,
        window: 'day',
        timeZone: 'UTC',
        resetTime: '00:00',
        limitNanoUsd: 10n ** 12n,
        createdAt: Date.now(),
      },
      stamp,
    );
  }
  const provider = createOpenAiProvider({ apiKey: 'sk-bench', baseUrl, timeoutMs: 60_000 });
  const engine = createEngine({
    ledger: stores.ledger,
    recall: stores.recall,
    quality: stores.quality,
    routing: stores.settings,
    providers: async () => provider,
    counter: createTokenCounter(),
    clock,
    newId,
    poolKey: (projectId) => derivePoolKey(new Uint8Array(32), projectId),
    onError: (error) => {
      throw error;
    },
  });
  return {
    async embed(texts) {
      const answers = await inParallel(partsOf(texts, PER_CALL), 2, async (inputs) => {
        const answer = await engine.embed({
          inputs,
          projectId: 'default',
          keyId: null,
          correlationId: 'bench',
          allowFallback: false,
          split: true,
        });
        return answer.items.filter((item) => item.vector?.length === 1_536).length;
      });
      return answers.reduce((sum, count) => sum + count, 0);
    },
    async close() {
      await engine.drain(10_000);
      await engine.close();
      await stores.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
});
