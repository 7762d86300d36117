import { pageOf } from '@weighbridge/api';
import type { AlertSeverity, ClaimedDelivery } from '@weighbridge/db';

/** Version of the generic message; it changes when a field changes its meaning or goes. */
const SCHEMA = 'weighbridge.alert/1';

interface Told {
  id: string;
  type: string;
  at: number;
  severity: AlertSeverity;
  title: string;
  message: string;
  url: string;
  facts: Record<string, unknown>;
}

/** The body of a message, JSON. The same alert gives the same body on every try, unless the dashboard moved. */
export function messageBody(claimed: ClaimedDelivery, dashboardUrl: string): string {
  const told = toldBy(claimed, dashboardUrl);
  return JSON.stringify(claimed.webhook.format === 'slack' ? slackMessage(told) : genericMessage(told));
}

function toldBy({ alert, delivery, webhook }: ClaimedDelivery, dashboardUrl: string): Told {
  if (!alert) {
    return {
      id: delivery.id,
      type: 'test',
      at: delivery.createdAt,
      severity: 'info',
      title: 'A test of the webhook',
      message: `The webhook “${webhook.name}” works. Alerts of severity ${webhook.minSeverity} and above come here.`,
      url: `${dashboardUrl}/alerts`,
      facts: {},
    };
  }
  const { id, at, kind, severity, title, message, facts } = alert;
  const url = `${dashboardUrl}${pageOf(alert)}`;
  return { id, type: `alert.${kind}`, at, severity, title, message, url, facts };
}

function genericMessage({ at, ...told }: Told) {
  const { id, type, ...rest } = told;
  return { schema: SCHEMA, id, type, at: new Date(at).toISOString(), ...rest };
}

const COLOURS: Readonly<Record<AlertSeverity, string>> = {
  info: '#4a6fa5',
  warning: '#d9a400',
  critical: '#c0392b',
};

/** Attachments rather than blocks: Mattermost, Rocket.Chat and Discord's Slack endpoint know them too. */
function slackMessage({ at, severity, title, message, url }: Told) {
  return {
    text: `${severity === 'critical' ? ':rotating_light:' : severity === 'warning' ? ':warning:' : ':information_source:'} *${escaped(title)}*`,
    attachments: [
      {
        color: COLOURS[severity],
        fallback: `${title}. ${message}`,
        text: `${escaped(message)}\n<${url}|Open the dashboard>`,
        mrkdwn_in: ['text'],
        footer: `Weighbridge, ${severity}`,
        ts: Math.floor(at / 1000),
      },
    ],
  };
}

/** Slack's own three: a project named `<!channel>` must not ring everybody. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
