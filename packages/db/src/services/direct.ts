import { BudgetReader } from '../budgets/budget-reader.ts';
import { CatalogueReader } from '../catalogue/catalogue-reader.ts';
import { connectReader } from '../files/connection.ts';
import { KeyReader } from '../keys/key-reader.ts';
import { ProjectReader } from '../projects/project-reader.ts';
import { RateLimitReader } from '../rate-limits/rate-limit-reader.ts';
import { DirectLookup } from '../recall/direct-lookup.ts';
import { SessionReader } from '../sessions/session-reader.ts';
import { SettingsReader } from '../settings/settings-reader.ts';

/**
 * Look-ups by primary key that every call makes, in the calling thread: a few microseconds each, less than a message to
 * another thread would take.
 */
export function openDirect(files: { main: string; cache: string }) {
  const connection = connectReader(files.main);
  const recall = new DirectLookup(files.cache);
  return {
    catalogue: new CatalogueReader(connection),
    budgets: new BudgetReader(connection),
    settings: new SettingsReader(connection),
    projects: new ProjectReader(connection),
    keys: new KeyReader(connection),
    rateLimits: new RateLimitReader(connection),
    sessions: new SessionReader(connection),
    recall,
    close: () => {
      recall.close();
      connection.close();
    },
  };
}

export type DirectReads = ReturnType<typeof openDirect>;
