import type { AuditStamp, Page } from './audit.ts';

export type AlertKind = 'threshold' | 'forecast' | 'overrun' | 'uncertain' | 'ledger_gap';

export interface Alert {
  id: number;
  at: number;
  kind: AlertKind;
  severity: 'info' | 'warning' | 'critical';
  budgetId: string | null;
  scope: string | null;
  windowStart: number | null;
  /** Percent for thresholds. */
  threshold: number | null;
  message: string;
  acknowledgedAt: number | null;
}

export interface AlertStore {
  /**
   * Keeps an alert unless one with the same `once` key is kept already; answers the alert, or undefined for a repeat.
   * Queues one delivery for each live webhook in the same transaction.
   */
  raise(alert: Omit<Alert, 'id' | 'acknowledgedAt'>, once: string): Promise<Alert | undefined>;
  list(options: { limit: number; before?: number }): Promise<Page<Alert>>;
  acknowledge(id: number, audit: AuditStamp): Promise<void>;
}

export interface Webhook {
  id: string;
  name: string;
  url: string;
  format: 'json' | 'slack';
  secretCiphertext: string | null;
  createdAt: number;
}

export interface Delivery {
  id: number;
  webhookId: string;
  webhookName: string;
  alertId: number;
  state: 'waiting' | 'delivered' | 'given_up';
  attempts: number;
  nextAt: number | null;
  lastStatus: number | null;
  lastError: string | null;
  deliveredAt: number | null;
}

export interface WebhookStore {
  list(): Promise<Webhook[]>;
  create(webhook: Webhook, audit: AuditStamp): Promise<Webhook>;
  /** @throws NotFoundError */
  remove(id: string, audit: AuditStamp): Promise<void>;
  /** Deliveries that are due, with what to send. */
  due(at: number, limit: number): Promise<{ delivery: Delivery; webhook: Webhook; alert: Alert }[]>;
  recordAttempt(
    deliveryId: number,
    result: { at: number; ok: boolean; status: number | null; error: string | null; nextAt: number | null },
  ): Promise<void>;
  deliveries(options: { limit: number; before?: number }): Promise<Page<Delivery>>;
}
