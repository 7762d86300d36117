import type { Mode } from '@weighbridge/embeddings/domain';
import type { AuditStamp } from './audit.ts';

/** A provider as it is stored. The secret is ciphertext; only its last four characters are shown. */
export interface ProviderSettings {
  id: string;
  baseUrl: string | null;
  secretCiphertext: string | null;
  secretLast4: string | null;
  updatedAt: number;
}

export interface ProviderSettingsChange {
  /** undefined keeps what is stored, null clears it. */
  baseUrl?: string | null;
  secret?: { ciphertext: string; last4: string } | null;
}

/** What lets a scraper read the metrics; the token itself is not kept. */
export interface MetricsToken {
  sha256: string;
  last4: string;
  createdAt: number;
}

/** Settings act on the next call: `mode` and `provider` read the database each time. */
export interface SettingsStore {
  mode(): Promise<Mode>;
  /** Changes the toggle and writes its audit line; answers the mode before. Setting the same mode writes nothing. */
  setMode(mode: Mode, audit: AuditStamp): Promise<Mode>;
  provider(id: string): Promise<ProviderSettings | undefined>;
  configureProvider(id: string, change: ProviderSettingsChange, audit: AuditStamp): Promise<ProviderSettings>;
  /** Small named values, such as the admin password's hash or the installation's id. */
  value(name: string): Promise<string | undefined>;
  setValue(name: string, value: string): Promise<void>;
  /** Writes only when nothing is stored yet; answers what is stored afterwards. */
  initialValue(name: string, value: string): Promise<string>;
  metricsToken(): Promise<MetricsToken | undefined>;
  /** Replaces the token, or takes it away, and writes the audit line; answers the one before. */
  setMetricsToken(token: MetricsToken | null, audit: AuditStamp): Promise<MetricsToken | undefined>;
}
