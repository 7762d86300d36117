import type { Stores } from '@weighbridge/db';
import { WeighbridgeError } from '@weighbridge/embeddings';
import type { FastifyInstance } from 'fastify';

/** A database that takes longer than this is not ready. */
const PING_TIMEOUT_MS = 2000;

export interface HealthDeps {
  stores: Pick<Stores, 'ping'>;
  isClosing(): boolean;
}

/** `/healthz`: the process is up. `/readyz`: it can take calls; otherwise 503 and what is wrong. Neither needs a key. */
export function healthRoutes(app: FastifyInstance, { stores, isClosing }: HealthDeps): void {
  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const problem = isClosing()
      ? { code: 'SHUTTING_DOWN', message: 'The gateway is shutting down.' }
      : await storesProblem(stores);
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
