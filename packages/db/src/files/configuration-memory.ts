import type { Connection } from './connection.ts';

/** Different keys that are remembered at once for one look-up: scopes and ids come from callers. */
const MOST_KEYS = 10_000;

/** Gives a look-up a memory. `keyOf` says what it depends on, besides the configuration. */
export type Remembered = <Asked extends unknown[], Found>(
  look: (...asked: Asked) => Found,
  keyOf: (...asked: Asked) => string,
) => (...asked: Asked) => Found;

/**
 * Remembers look-ups of configuration until any of it changes, whoever changes it: before each answer from memory the
 * revision is read, which triggers count up in the transaction of the change. That is one row, where the look-ups
 * themselves read pages that SQLite has to fetch anew after every commit of the ledger. What is remembered is shared
 * between callers and therefore frozen.
 */
export function configurationMemory(connection: Connection): Remembered {
  const revision = connection.prepare<[], number>('SELECT revision FROM configuration_revision').pluck();
  return <Asked extends unknown[], Found>(
    look: (...asked: Asked) => Found,
    keyOf: (...asked: Asked) => string,
  ) => {
    const known = new Map<string, Found>();
    let knownAt: number | undefined;
    return (...asked: Asked) => {
      // Read first: what is found after it is at least as new, and a change in between is seen the next time.
      const current = revision.get();
      if (current !== knownAt) known.clear();
      knownAt = current;
      const key = keyOf(...asked);
      const remembered = known.get(key);
      if (remembered !== undefined || known.has(key)) return remembered as Found;
      const found = look(...asked);
      Object.freeze(found);
      if (known.size >= MOST_KEYS) known.clear();
      known.set(key, found);
      return found;
    };
  };
}
