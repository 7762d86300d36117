import type { NanoUsd } from '@weighbridge/embeddings/domain';
import type { AuditStamp, Page } from './audit.ts';

export type AlertKind = 'threshold' | 'forecast' | 'overrun' | 'uncertain' | 'gap' | 'webhook';

export type AlertSeverity = 'info' | 'warning' | 'critical';

/** What an alert is about. The same question is answered once. */
export interface AlertKey {
  kind: AlertKind;
  /** A budget's id, a gap's id, a webhook's id, or `ledger`. */
  subject: string;
  /** First ms of the window it is about; 0 where there is none. */
  windowStart: number;
  /** The limit at the time, since another limit is another question; 0 where there is none. */
  limitNanoUsd: NanoUsd;
  /** Percent of the limit, or a rank of its own kind; 0 where there is none. */
  threshold: number;
}

export interface NewAlert extends AlertKey {
  id: string;
  severity: AlertSeverity;
  at: number;
  title: string;
  message: string;
  /** JSON-safe; amounts are decimal strings of nano-USD. */
  facts: Record<string, unknown>;
}

export interface Alert extends NewAlert {
  /** Grows in the order of telling. */
  seq: number;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
}

/** Metered beyond what was held, by who metered it. */
export interface Overrun {
  provider: string;
  model: string;
  nanoUsd: NanoUsd;
}

export interface AlertStore {
  /**
   * Keeps what was not told yet, with a delivery to every webhook that wants it, in one transaction; answers that.
   * An alert is old news when one of the same kind, subject, window and limit has its threshold or a higher one.
   */
  raise(alerts: readonly NewAlert[]): Promise<Alert[]>;
  /** What was told about these subjects in these windows. */
  told(windows: readonly Pick<AlertKey, 'subject' | 'windowStart'>[]): Promise<AlertKey[]>;
  /** Newest first. */
  list(options: {
    limit: number;
    before?: number;
    state?: 'open' | 'acknowledged';
    kind?: AlertKind;
    severity?: AlertSeverity;
  }): Promise<Page<Alert>>;
  /** How many wait for somebody to look. */
  open(): Promise<Record<AlertSeverity, number>>;
  /** Answers how many were open. Acknowledging twice changes nothing. @throws NotFoundError for an unknown id. */
  acknowledge(ids: readonly string[] | 'all', audit: AuditStamp): Promise<number>;
  /** What is watched for, as it was stored; undefined before the first change. */
  settings(): Promise<string | undefined>;
  /** `described` stands in the audit line. The same text again writes nothing. */
  setSettings(stored: string, described: { from: string; to: string }, audit: AuditStamp): Promise<void>;
  /** By provider and model, for whole quarter hours from `from` up to `to`. */
  overruns(range: { from: number; to: number }): Promise<Overrun[]>;
}
