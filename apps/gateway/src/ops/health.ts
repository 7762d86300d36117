import type { Stores } from '@weighbridge/db';
import { WeighbridgeError } from '@weighbridge/embeddings';
import type { FastifyInstance } from 'fastify';

/** A database that takes longer than this is not ready. */
const PING_TIMEOUT_MS = 2000;
/** What was found is said again for so long: finding out writes to the disk, and anybody may ask. */
const KNOWN_FOR_MS = 1000;

export interface HealthDeps {
  stores: Pick<Stores, 'ping'>;
  isClosing(): boolean;
}

/**
 * `/healthz`: the process is up. `/readyz`: it can take calls, the ledger's disk takes writes; otherwise 503 and what is
 * wrong. Neither needs a key.
 */
export function healthRoutes(app: FastifyInstance, { stores, isClosing }: HealthDeps): void {
  let known: { since: number; problem: ReturnType<typeof storesProblem> } | undefined;
  const knownProblem = () => {
    const now = performance.now();
    if (!known || now - known.since >= KNOWN_FOR_MS) known = { since: now, problem: storesProblem(stores) };
    return known.problem;
  };

  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const problem = isClosing()
      ? { code: 'SHUTTING_DOWN', message: 'The gateway is shutting down.' }
      : await knownProblem();
    if (problem === undefined) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', problems: [problem] });
  });
}

async function storesProblem(
  stores: Pick<Stores, 'ping'>,
): Promise<{ code: string; message: string } | undefined> {
  const timer = AbortSignal.timeout(PING_TIMEOUT_MS);
  const late = new Promise<never>((_, reject) => {
    timer.addEventListener('abort', () => reject(timer.reason), { once: true });
  });
  late.catch(() => undefined);
  try {
    await Promise.race([stores.ping(), late]);
    return undefined;
  } catch (error) {
    if (WeighbridgeError.isInstance(error)) return { code: error.code, message: error.message };
    return { code: 'STORAGE_UNAVAILABLE', message: 'The database does not answer.' };
  }
}
