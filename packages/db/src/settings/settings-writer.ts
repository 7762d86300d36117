import type { Mode } from '@weighbridge/embeddings/domain';
import { AuditWriter } from '../audit/audit-writer.ts';
import { drizzle } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { AuditStamp, MetricsToken, ProviderSettings, ProviderSettingsChange } from '../ports/index.ts';
import { namedValues, providerSettings, routing } from '../schema/index.ts';
import { METRICS_TOKEN, SettingsReader } from './settings-reader.ts';

export class SettingsWriter {
  readonly #db;
  readonly #stored: SettingsReader;
  readonly #audit: AuditWriter;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
    this.#stored = new SettingsReader(connection);
    this.#audit = new AuditWriter(connection);
  }

  /** Answers the mode before. The same mode again writes nothing. */
  setMode(mode: Mode, stamp: AuditStamp): Mode {
    const before = this.#stored.mode();
    if (before === mode) return before;
    this.#db
      .insert(routing)
      .values({ id: 1, mode })
      .onConflictDoUpdate({ target: routing.id, set: { mode } })
      .run();
    this.#audit.write(stamp, { action: 'mode.set', target: 'mode', from: before, to: mode });
    return before;
  }

  /** A change that changes nothing writes nothing. */
  configureProvider(id: string, change: ProviderSettingsChange, stamp: AuditStamp): ProviderSettings {
    const before = this.#stored.provider(id);
    const after = merge(id, before, change, stamp.at);
    if (before && isSame(before, after)) return before;
    this.#db
      .insert(providerSettings)
      .values(after)
      .onConflictDoUpdate({ target: providerSettings.id, set: after })
      .run();
    this.#audit.write(stamp, {
      action: 'provider.configure',
      target: id,
      from: before ? describe(before) : null,
      to: describe(after),
    });
    return after;
  }

  /** Answers the token before. Revoking none writes nothing. */
  setMetricsToken(token: MetricsToken | null, stamp: AuditStamp): MetricsToken | undefined {
    const before = this.#stored.metricsToken();
    if (token === null && before === undefined) return undefined;
    this.setValue(METRICS_TOKEN, token === null ? '' : JSON.stringify(token));
    this.#audit.write(stamp, {
      action: token === null ? 'metrics_token.revoke' : 'metrics_token.create',
      target: 'metrics',
      from: before ? `…${before.last4}` : null,
      to: token ? `…${token.last4}` : null,
    });
    return before;
  }

  setValue(name: string, value: string): void {
    this.#db
      .insert(namedValues)
      .values({ name, value })
      .onConflictDoUpdate({ target: namedValues.name, set: { value } })
      .run();
  }

  /** Answers what is stored afterwards. */
  initialValue(name: string, value: string): string {
    this.#db.insert(namedValues).values({ name, value }).onConflictDoNothing().run();
    return this.#stored.value(name) ?? value;
  }
}

function merge(
  id: string,
  before: ProviderSettings | undefined,
  change: ProviderSettingsChange,
  updatedAt: number,
): ProviderSettings {
  const kept = before ?? { baseUrl: null, secretCiphertext: null, secretLast4: null };
  const secret =
    change.secret === undefined
      ? { secretCiphertext: kept.secretCiphertext, secretLast4: kept.secretLast4 }
      : { secretCiphertext: change.secret?.ciphertext ?? null, secretLast4: change.secret?.last4 ?? null };
  const baseUrl = change.baseUrl === undefined ? kept.baseUrl : change.baseUrl;
  return { id, baseUrl, ...secret, updatedAt };
}

function isSame(before: ProviderSettings, after: ProviderSettings): boolean {
  return before.baseUrl === after.baseUrl && before.secretCiphertext === after.secretCiphertext;
}

/** For the audit line: the secret by its last four characters, the URL without credentials or a query. */
function describe(settings: ProviderSettings): string {
  const url = settings.baseUrl === null ? 'default URL' : `URL ${withoutCredentials(settings.baseUrl)}`;
  return `${url}, ${settings.secretLast4 === null ? 'no secret' : `secret …${settings.secretLast4}`}`;
}

function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return '(unreadable)';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
