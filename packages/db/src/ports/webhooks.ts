import type { Alert, AlertSeverity, NewAlert } from './alerts.ts';
import type { AuditStamp, Page } from './audit.ts';

/** `generic`: our own JSON; `slack`: what Slack's incoming webhooks and those who imitate them take. */
export type WebhookFormat = 'generic' | 'slack';

/** Where alerts are sent. Address and signing secret are ciphertext; `url` is the address as it may be shown. */
export interface Webhook {
  id: string;
  name: string;
  url: string;
  urlCiphertext: string;
  format: WebhookFormat;
  /** Alerts from this severity on are sent. */
  minSeverity: AlertSeverity;
  secretCiphertext: string;
  secretLast4: string;
  enabled: boolean;
  createdAt: number;
}

export type WebhookChange = Partial<
  Pick<
    Webhook,
    | 'name'
    | 'url'
    | 'urlCiphertext'
    | 'format'
    | 'minSeverity'
    | 'enabled'
    | 'secretCiphertext'
    | 'secretLast4'
  >
>;

/** One message on its way to one webhook. */
export interface WebhookDelivery {
  /** Grows in the order of making. */
  seq: number;
  id: string;
  webhookId: string;
  /** Null for a test. */
  alertId: string | null;
  state: 'pending' | 'delivered' | 'failed';
  /** How often it was tried since it was made, or asked for again. */
  attempts: number;
  createdAt: number;
  /** When it is tried next; null when it is over. */
  nextAt: number | null;
  finishedAt: number | null;
  lastStatus: number | null;
  lastError: string | null;
}

/** A delivery that is this process's to try. */
export interface ClaimedDelivery {
  delivery: WebhookDelivery;
  webhook: Webhook;
  alert: Alert | null;
}

export interface DeliveryOutcome {
  state: WebhookDelivery['state'];
  /** When to try again; null unless pending. */
  nextAt: number | null;
  status: number | null;
  error: string | null;
  /** The receiver is gone for good (410): the webhook is disabled, with an audit line. */
  gone?: AuditStamp;
  /** Told, in the same transaction, when this is the end of it; to every webhook but the one that failed. */
  lost?: NewAlert;
}

export interface WebhookStore {
  /** Those not removed, oldest first. */
  list(): Promise<Webhook[]>;
  /** @throws ConflictError WEBHOOK_NAME_TAKEN */
  create(webhook: Webhook, audit: AuditStamp): Promise<Webhook>;
  /** Disabling gives up what is on its way. @throws NotFoundError; ConflictError WEBHOOK_NAME_TAKEN */
  update(id: string, change: WebhookChange, audit: AuditStamp): Promise<Webhook>;
  /** Gives up what is on its way; the log of deliveries stays. @throws NotFoundError */
  remove(id: string, audit: AuditStamp): Promise<void>;
  /** Newest first, those of removed webhooks included. */
  deliveries(options: {
    limit: number;
    before?: number;
    webhookId?: string;
    state?: WebhookDelivery['state'];
  }): Promise<Page<WebhookDelivery & { webhookName: string; alertTitle: string | null }>>;
  /** How many deliveries the log has in each state. */
  counts(): Promise<Record<WebhookDelivery['state'], number>>;
  /** Whether the last message to each that is over was given up, tests included. */
  failing(): Promise<{ name: string; failing: boolean }[]>;
  /**
   * Takes deliveries that are due, for `leaseMs`: no other process tries them meanwhile, and should this one die they
   * are due again.
   */
  claim(options: { at: number; leaseMs: number; limit: number }): Promise<ClaimedDelivery[]>;
  /** Makes a test message and takes it. @throws NotFoundError for the webhook */
  claimTest(options: {
    id: string;
    webhookId: string;
    at: number;
    leaseMs: number;
  }): Promise<ClaimedDelivery>;
  /** Says how a try ended. */
  finish(id: string, outcome: DeliveryOutcome, at: number): Promise<WebhookDelivery>;
  /** Sends an old message again, under its id, from now on. @throws NotFoundError; ConflictError */
  redeliver(id: string, at: number): Promise<WebhookDelivery>;
  /** When the next delivery is due; null when none waits. */
  nextDue(): Promise<number | null>;
}
