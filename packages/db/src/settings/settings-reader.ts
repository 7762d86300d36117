import type { Mode } from '@weighbridge/embeddings/domain';
import { drizzle, eq, sql } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { MetricsToken, ProviderSettings } from '../ports/index.ts';
import { namedValues, providerSettings, routing } from '../schema/index.ts';

/** The name it is stored under; empty once it was revoked. */
export const METRICS_TOKEN = 'metrics_token';

/** Prepared look-ups by primary key: a few microseconds, so that each call can read the settings in force. */
export class SettingsReader {
  readonly #mode;
  readonly #provider;
  readonly #value;

  constructor(connection: Connection) {
    const db = drizzle({ client: connection });
    this.#mode = db.select().from(routing).where(eq(routing.id, 1)).prepare();
    this.#provider = db
      .select()
      .from(providerSettings)
      .where(eq(providerSettings.id, sql.placeholder('id')))
      .prepare();
    this.#value = db
      .select()
      .from(namedValues)
      .where(eq(namedValues.name, sql.placeholder('name')))
      .prepare();
  }

  mode(): Mode {
    // The row is seeded when the database is made; without it the mode that costs nothing is in force.
    return this.#mode.get()?.mode ?? 'mock';
  }

  provider(id: string): ProviderSettings | undefined {
    return this.#provider.get({ id });
  }

  metricsToken(): MetricsToken | undefined {
    const stored = this.value(METRICS_TOKEN);
    return stored === undefined || stored === '' ? undefined : JSON.parse(stored);
  }

  value(name: string): string | undefined {
    return this.#value.get({ name })?.value;
  }
}
