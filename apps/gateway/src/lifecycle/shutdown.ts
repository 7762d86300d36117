import type { LiveHub } from '@weighbridge/api';
import type { Engine } from '@weighbridge/embeddings';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/** How long answers may still be on their way to clients once the work is done. */
const FLUSH_MS = 2000;

/**
 * Lets what was begun end: attempts that are out are settled, answers are sent, event streams end. Until then new calls
 * are answered 503 (the server asks whether it is closing), so that clients go elsewhere instead of meeting a reset.
 */
export async function finishWork(parts: {
  app: FastifyInstance;
  engine: Engine;
  live: LiveHub;
  log: Logger;
  drainMs: number;
}): Promise<void> {
  const { app, engine, live, log, drainMs } = parts;
  live.close();
  const { unfinished } = await engine.drain(drainMs);
  if (unfinished > 0) {
    log.warn({ unfinished, drainMs }, 'calls were still out; the next start shows their holds as uncertain');
  }
  const cut = setTimeout(() => app.server.closeAllConnections(), FLUSH_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}
