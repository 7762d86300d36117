import type { Stores } from '@weighbridge/db';
import type { Clock } from '@weighbridge/embeddings';
import type { Logger } from 'pino';

const EVERY_MS = 3_600_000;

/** Small enough that a hold hardly waits for it. */
const SLICE = 200;

/** Between two slices others have their turn at the writer. */
const PAUSE_MS = 100;

/**
 * Deletes entries and deliveries that are older than they are to be kept: now, and every hour, slice by slice. The answer ends it and
 * waits for the slice that is under way.
 */
export function keepPruning(parts: {
  retention: Stores['retention'];
  clock: Clock;
  log: Logger;
}): () => Promise<void> {
  const { retention, clock, log } = parts;
  const stopping = new AbortController();
  const pruneAll = async () => {
    let deleted = 0;
    for (;;) {
      const slice = await retention.prune(SLICE);
      deleted += slice;
      if (slice < SLICE) break;
      await clock.sleep(PAUSE_MS, stopping.signal);
    }
    if (deleted > 0)
      log.info({ deleted }, 'deleted entries and deliveries that were older than they are kept');
  };
  const work = async () => {
    while (!stopping.signal.aborted) {
      try {
        await pruneAll();
      } catch (error) {
        if (!stopping.signal.aborted)
          log.warn({ err: error }, 'old entries could not be deleted; tried again in an hour');
      }
      await clock.sleep(EVERY_MS, stopping.signal).catch(() => undefined);
    }
  };
  const done = work();
  return async () => {
    stopping.abort();
    await done;
  };
}
