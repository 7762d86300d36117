import type { Alert, AlertSeverity, ClaimedDelivery, NewAlert } from '@weighbridge/db';

const DAY_MS = 86_400_000;

/** A harder question than the same of a lesser alert: told again when a critical one is lost as well. */
const RANKS: Readonly<Record<AlertSeverity, number>> = { info: 1, warning: 1, critical: 2 };

export interface LastTry {
  /** Null when no answer came. */
  status: number | null;
  error: string | null;
  /** The receiver is gone for good: the webhook is disabled. */
  gone: boolean;
}

/**
 * What to tell when a message was given up: that an alert reached nobody there, once a day (UTC) and webhook. Null for a
 * test, whose end is seen by whoever makes it, and for a message about another webhook: two that are both gone would tell
 * of each other for ever.
 */
export function lostMessage(
  { delivery, webhook, alert }: ClaimedDelivery,
  { status, error, gone }: LastTry,
  { id, at }: { id: string; at: number },
): NewAlert | null {
  if (alert === null || alert.kind === 'webhook') return null;
  const tries = delivery.attempts === 1 ? 'one try' : `${delivery.attempts} tries`;
  const after = gone ? 'The webhook is disabled' : `Given up after ${tries}`;
  return {
    kind: 'webhook',
    subject: webhook.id,
    windowStart: Math.floor(at / DAY_MS) * DAY_MS,
    limitNanoUsd: 0n,
    threshold: RANKS[alert.severity],
    id,
    severity: alert.severity === 'critical' ? 'critical' : 'warning',
    at,
    title: `The webhook “${webhook.name}” did not take an alert`,
    message:
      `This did not arrive at ${webhook.url}: ${alert.title}. ${error === null ? '' : `${error} `}${after}. ` +
      `Mend the receiver, ${gone ? `enable the webhook (\`weighbridge webhooks update ${webhook.id} --enable\`), ` : ''}` +
      `try it (\`weighbridge webhooks test ${webhook.id}\`), then send it again: \`weighbridge webhooks redeliver ${delivery.id}\``,
    facts: {
      webhook: { id: webhook.id, name: webhook.name, url: webhook.url, disabled: gone },
      deliveryId: delivery.id,
      attempts: delivery.attempts,
      lastStatus: status,
      lastError: error,
      lost: lostFacts(alert),
    },
  };
}

function lostFacts({ id, kind, severity, title }: Alert) {
  return { id, type: `alert.${kind}`, severity, title };
}
