import { AlertReader } from '../alerts/alert-reader.ts';
import { AuditReader } from '../audit/audit-reader.ts';
import { BillReader } from '../bills/bill-reader.ts';
import { BudgetReader } from '../budgets/budget-reader.ts';
import { CatalogueReader } from '../catalogue/catalogue-reader.ts';
import { type Connection, connectReader } from '../files/connection.ts';
import { storageUnavailable } from '../files/failure.ts';
import { GapRows } from '../gaps/gap-rows.ts';
import { KeyReader } from '../keys/key-reader.ts';
import { UncertainReader } from '../ledger/uncertain-effects.ts';
import { ProjectReader } from '../projects/project-reader.ts';
import { QualityReports } from '../quality/quality-reader.ts';
import { RateLimitReader } from '../rate-limits/rate-limit-reader.ts';
import { RetentionReader } from '../retention/retention-reader.ts';
import { SpendBreakdowns } from '../spend/breakdown.ts';
import { CallCounts } from '../spend/calls.ts';
import { LedgerLines } from '../spend/lines.ts';
import { SpendSummaries } from '../spend/summary.ts';
import type { UnavailableFor } from '../threads/caller.ts';
import { immediately, type Service } from '../threads/service.ts';
import { WebhookReader } from '../webhooks/webhook-reader.ts';

export interface ReaderData {
  path: string;
}

/** The queries that may take longer than a request should wait: lists, sums and pages. */
function readerOperations(connection: Connection) {
  const spend = new SpendSummaries(connection);
  const shares = new SpendBreakdowns(connection);
  const calls = new CallCounts(connection);
  const lines = new LedgerLines(connection);
  const budgets = new BudgetReader(connection);
  const quality = new QualityReports(connection);
  const audit = new AuditReader(connection);
  const projects = new ProjectReader(connection);
  const keys = new KeyReader(connection);
  const bills = new BillReader(connection);
  const uncertain = new UncertainReader(connection);
  const catalogue = new CatalogueReader(connection);
  const rateLimits = new RateLimitReader(connection);
  const alerts = new AlertReader(connection);
  const webhooks = new WebhookReader(connection);
  const retention = new RetentionReader(connection);
  const gaps = new GapRows(connection);
  const probe = connection.prepare('SELECT high_water FROM ledger_clock');
  return {
    spendSummary: spend.summary.bind(spend),
    spendSeries: spend.series.bind(spend),
    spendBreakdown: shares.by.bind(shares),
    spendOrigins: shares.origins.bind(shares),
    spendCalls: calls.since.bind(calls),
    ledgerLines: lines.list.bind(lines),
    budgets: budgets.list.bind(budgets),
    budgetsJustEnded: budgets.justEnded.bind(budgets),
    qualitySummary: quality.summary.bind(quality),
    qualityFailures: quality.failures.bind(quality),
    auditLines: audit.list.bind(audit),
    projects: projects.list.bind(projects),
    keys: keys.list.bind(keys),
    billImports: () => bills.imports(),
    billStatement: bills.statement.bind(bills),
    uncertainEffects: uncertain.effects.bind(uncertain),
    openUncertain: uncertain.open.bind(uncertain),
    catalogueModels: catalogue.models.bind(catalogue),
    cataloguePrices: catalogue.prices.bind(catalogue),
    rateLimits: rateLimits.list.bind(rateLimits),
    alertsTold: alerts.told.bind(alerts),
    alerts: alerts.list.bind(alerts),
    openAlerts: alerts.open.bind(alerts),
    alertSettings: alerts.settings.bind(alerts),
    overruns: alerts.overruns.bind(alerts),
    webhooks: webhooks.list.bind(webhooks),
    webhookDeliveries: webhooks.deliveries.bind(webhooks),
    deliveryCounts: webhooks.counts.bind(webhooks),
    failingWebhooks: webhooks.failing.bind(webhooks),
    nextDelivery: webhooks.nextDue.bind(webhooks),
    gaps: gaps.all.bind(gaps),
    retention: retention.get.bind(retention),
    retentionPreview: retention.preview.bind(retention),
    ping: () => {
      probe.get();
    },
  };
}

export type ReaderOperations = ReturnType<typeof readerOperations>;

export const readerUnavailable: UnavailableFor = () => storageUnavailable;

/** In KiB, used only as far as a query reads: a year of a large ledger is some ten thousand pages. */
const CACHE_KIB = 65_536;

export function openReader({ path }: ReaderData): Service {
  const connection = connectReader(path);
  connection.pragma(`cache_size = -${CACHE_KIB}`);
  return immediately(readerOperations(connection), readerUnavailable, () => connection.close());
}
