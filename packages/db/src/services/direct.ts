import { BudgetReader } from '../budgets/budget-reader.ts';
import { CatalogueReader } from '../catalogue/catalogue-reader.ts';
import { configurationMemory } from '../files/configuration-memory.ts';
import { connectReader } from '../files/connection.ts';
import { KeyReader } from '../keys/key-reader.ts';
import { ProjectReader } from '../projects/project-reader.ts';
import { RateLimitReader } from '../rate-limits/rate-limit-reader.ts';
import { DirectLookup } from '../recall/direct-lookup.ts';
import { SessionReader } from '../sessions/session-reader.ts';
import { SettingsReader } from '../settings/settings-reader.ts';

/**
 * Look-ups by primary key that every call makes, in the calling thread, where they take less time than a message to another
 * thread would. What is configuration is remembered until it changes.
 */
export function openDirect(files: { main: string; cache: string }) {
  const connection = connectReader(files.main);
  const recall = new DirectLookup(files.cache);
  const remembered = configurationMemory(connection);
  const byId = (id: string) => id;
  const byScopes = (scopes: readonly string[]) => JSON.stringify(scopes);

  const budgets = new BudgetReader(connection);
  const liveBudgets = remembered((scopes: readonly string[]) => budgets.liveIn(scopes), byScopes);
  const catalogue = new CatalogueReader(connection);
  const keys = new KeyReader(connection);
  const projects = new ProjectReader(connection);
  const rateLimits = new RateLimitReader(connection);
  const settings = new SettingsReader(connection);
  return {
    budgets: {
      roomIn: (scopes: readonly string[], at: number) => budgets.roomOf(liveBudgets(scopes), at),
    },
    catalogue: {
      model: remembered((id: string) => catalogue.model(id), byId),
      pricesOf: remembered((model: string) => catalogue.pricesOf(model), byId),
    },
    keys: { findByHash: remembered((sha256: string) => keys.findByHash(sha256), byId) },
    projects: { find: remembered((idOrName: string) => projects.find(idOrName), byId) },
    rateLimits: {
      inScopes: remembered((scopes: readonly string[]) => rateLimits.inScopes(scopes), byScopes),
    },
    settings: {
      mode: remembered(
        () => settings.mode(),
        () => '',
      ),
      provider: remembered((id: string) => settings.provider(id), byId),
      // Not counted as configuration: other things are kept by name as well, and no call asks for these.
      value: (name: string) => settings.value(name),
      metricsToken: () => settings.metricsToken(),
    },
    sessions: new SessionReader(connection),
    recall,
    close: () => {
      recall.close();
      connection.close();
    },
  };
}

export type DirectReads = ReturnType<typeof openDirect>;
