import type { Webhook, WebhookStore } from '@weighbridge/db';
import type { z } from 'zod';
import type { delivery as deliverySchema, webhook as webhookSchema } from '../schemas/webhooks.ts';
import { instant, instantOrNull } from './instant.ts';

export function webhook(row: Webhook): z.infer<typeof webhookSchema> {
  const { id, name, url, format, minSeverity, secretLast4, enabled } = row;
  return { id, name, url, format, minSeverity, secretLast4, enabled, createdAt: instant(row.createdAt) };
}

type Row = Awaited<ReturnType<WebhookStore['deliveries']>>['items'][number];

export function delivery(row: Row): z.infer<typeof deliverySchema> {
  const { id, webhookName, alertTitle, state, attempts, lastStatus, lastError } = row;
  return {
    id,
    webhook: row.webhookId,
    webhookName,
    alert: row.alertId,
    alertTitle,
    state,
    attempts,
    createdAt: instant(row.createdAt),
    nextAt: instantOrNull(row.nextAt),
    finishedAt: instantOrNull(row.finishedAt),
    lastStatus,
    lastError,
  };
}
