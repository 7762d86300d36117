import { AlertWriter } from '../alerts/alert-writer.ts';
import { AuditWriter } from '../audit/audit-writer.ts';
import { BillWriter } from '../bills/bill-writer.ts';
import { BudgetWriter } from '../budgets/budget-writer.ts';
import { CatalogueWriter } from '../catalogue/catalogue-writer.ts';
import { type Connection, closeWriter, connectWriter } from '../files/connection.ts';
import { ledgerUnavailable, storageUnavailable } from '../files/failure.ts';
import { GapWriter } from '../gaps/gap-writer.ts';
import { keepMark } from '../gaps/keep-mark.ts';
import { KeyWriter } from '../keys/key-writer.ts';
import { LedgerWriter } from '../ledger/ledger.ts';
import { UncertainWriter } from '../ledger/uncertain-writer.ts';
import { ProjectWriter } from '../projects/project-writer.ts';
import { QualityWriter } from '../quality/quality-writer.ts';
import { RateLimitWriter } from '../rate-limits/rate-limit-writer.ts';
import { RetentionWriter } from '../retention/retention-writer.ts';
import { SessionWriter } from '../sessions/session-writer.ts';
import { SettingsWriter } from '../settings/settings-writer.ts';
import type { UnavailableFor } from '../threads/caller.ts';
import { inGroups, type Service } from '../threads/service.ts';
import { DeliveryWriter } from '../webhooks/delivery-writer.ts';
import { WebhookWriter } from '../webhooks/webhook-writer.ts';

export interface WriterData {
  path: string;
  /** Where the latest instant of the ledger is noted. */
  mark: string;
  /** Owner of the holds that are placed. */
  instanceId: string;
}

/** Everything that writes the main database. Each operation is atomic and durable when it is answered. */
export function writerOperations(connection: Connection, instanceId: string) {
  const ledger = new LedgerWriter(connection, instanceId);
  const retention = new RetentionWriter(connection);
  const gaps = new GapWriter(connection, ledger);
  const uncertain = new UncertainWriter(connection, ledger);
  const budgets = new BudgetWriter(connection);
  const bills = new BillWriter(connection);
  const catalogue = new CatalogueWriter(connection);
  const settings = new SettingsWriter(connection);
  const projects = new ProjectWriter(connection);
  const keys = new KeyWriter(connection);
  const sessions = new SessionWriter(connection);
  const rateLimits = new RateLimitWriter(connection);
  const quality = new QualityWriter(connection);
  const alerts = new AlertWriter(connection);
  const webhooks = new WebhookWriter(connection);
  const audit = new AuditWriter(connection);
  const deliveries = new DeliveryWriter(connection, webhooks, alerts);
  const version = connection.pragma('user_version', { simple: true });
  return {
    hold: ledger.hold.bind(ledger),
    closeAttempts: ledger.close.bind(ledger),
    post: ledger.post.bind(ledger),
    resolveUncertain: uncertain.resolve.bind(uncertain),
    setRetention: retention.set.bind(retention),
    prune: retention.prune.bind(retention),
    closeGap: gaps.close.bind(gaps),
    resolveManyUncertain: uncertain.resolveMany.bind(uncertain),
    importBill: bills.import.bind(bills),
    removeBill: bills.remove.bind(bills),
    /** Answered when everything asked for before is committed. */
    drained: () => {},
    /** Changes nothing, and is written all the same: fails where a hold would. */
    ping: () => {
      connection.pragma(`user_version = ${version}`);
    },
    createBudget: budgets.create.bind(budgets),
    updateBudget: budgets.update.bind(budgets),
    removeBudget: budgets.remove.bind(budgets),
    setPrice: catalogue.setPrice.bind(catalogue),
    removePrice: catalogue.removePrice.bind(catalogue),
    defineModel: catalogue.defineModel.bind(catalogue),
    removeModel: catalogue.removeModel.bind(catalogue),
    setMode: settings.setMode.bind(settings),
    configureProvider: settings.configureProvider.bind(settings),
    setValue: settings.setValue.bind(settings),
    setMetricsToken: settings.setMetricsToken.bind(settings),
    initialValue: settings.initialValue.bind(settings),
    createProject: projects.create.bind(projects),
    updateProject: projects.update.bind(projects),
    createKey: keys.create.bind(keys),
    revokeKey: keys.revoke.bind(keys),
    touchKey: keys.touch.bind(keys),
    setRateLimit: rateLimits.set.bind(rateLimits),
    removeRateLimit: rateLimits.remove.bind(rateLimits),
    createSession: sessions.create.bind(sessions),
    removeSession: sessions.remove.bind(sessions),
    removeExpiredSessions: sessions.removeExpired.bind(sessions),
    /** For changes that are made elsewhere, such as to the cache. */
    writeAudit: audit.write.bind(audit),
    recordQuality: quality.record.bind(quality),
    raiseAlerts: alerts.raise.bind(alerts),
    acknowledgeAlerts: alerts.acknowledge.bind(alerts),
    setAlertSettings: alerts.setSettings.bind(alerts),
    createWebhook: webhooks.create.bind(webhooks),
    updateWebhook: webhooks.update.bind(webhooks),
    removeWebhook: webhooks.remove.bind(webhooks),
    claimDeliveries: deliveries.claim.bind(deliveries),
    claimTestDelivery: deliveries.claimTest.bind(deliveries),
    finishDelivery: deliveries.finish.bind(deliveries),
    redeliver: deliveries.redeliver.bind(deliveries),
  };
}

export type WriterOperations = ReturnType<typeof writerOperations>;

const OF_THE_LEDGER: ReadonlySet<string> = new Set(['hold', 'closeAttempts', 'post', 'drained']);

export const writerUnavailable: UnavailableFor = (method) =>
  OF_THE_LEDGER.has(method) ? ledgerUnavailable : storageUnavailable;

export function openWriter({ path, mark, instanceId }: WriterData): Service {
  const connection = connectWriter(path);
  const kept = keepMark(connection, mark, instanceId);
  return inGroups(connection, writerOperations(connection, instanceId), writerUnavailable, () => {
    kept.close();
    closeWriter(connection);
  });
}
