import type { Alert } from '@weighbridge/db';
import type { z } from 'zod';
import type { alert as alertSchema, settings as settingsSchema } from '../schemas/alerts.ts';
import type { WatchList } from '../services/alerts/watch-list.ts';
import { amount } from './amount.ts';
import { instant, instantOrNull } from './instant.ts';

export function alert(row: Alert): z.infer<typeof alertSchema> {
  const { id, kind, severity, subject, title, message, facts, acknowledgedBy } = row;
  return {
    id,
    kind,
    severity,
    subject,
    at: instant(row.at),
    title,
    message,
    facts,
    page: pageOf(row),
    acknowledgedAt: instantOrNull(row.acknowledgedAt),
    acknowledgedBy,
  };
}

/** Where the dashboard shows what an alert is about. */
export function pageOf({ subject, kind }: Pick<Alert, 'subject' | 'kind'>): string {
  if (kind === 'uncertain') return '/bill';
  if (kind === 'gap') return '/budgets';
  if (kind === 'webhook') return '/alerts?view=webhooks';
  return subject === 'ledger' ? '/alerts' : `/budgets#budget-${subject}`;
}

export function watchList(list: WatchList): z.infer<typeof settingsSchema> {
  const bound = list.uncertainNanoUsd === null ? null : amount(list.uncertainNanoUsd);
  return {
    thresholds: list.thresholds,
    forecast: list.forecast,
    uncertainNanoUsd: bound?.nanoUsd ?? null,
    uncertain: bound?.usd ?? null,
    uncertainPercent: list.uncertainPercent,
    dashboardUrl: list.dashboardUrl,
  };
}
