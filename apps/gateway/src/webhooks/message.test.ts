import type { Alert, ClaimedDelivery } from '@weighbridge/db';
import { describe, expect, it } from 'vitest';
import { messageBody } from './message.ts';

const alert: Alert = {
  seq: 1,
  id: 'alr_1',
  kind: 'threshold',
  severity: 'critical',
  subject: 'bud_1',
  windowStart: 0,
  threshold: 100,
  limitNanoUsd: 1n,
  at: Date.UTC(2026, 10, 25, 12),
  title: 'Project “<!channel> & co”: the day budget is used up',
  message: '$1.00 of $1.00 a day (100 %) is used.',
  facts: { limitNanoUsd: '9007199254740993' },
  acknowledgedAt: null,
  acknowledgedBy: null,
};

function claimed(format: 'generic' | 'slack', told: Alert | null = alert): ClaimedDelivery {
  return {
    alert: told,
    delivery: {
      seq: 1,
      id: 'msg_1',
      webhookId: 'whk_1',
      alertId: told?.id ?? null,
      state: 'pending',
      attempts: 1,
      createdAt: Date.UTC(2026, 10, 25, 13),
      nextAt: 0,
      finishedAt: null,
      lastStatus: null,
      lastError: null,
    },
    webhook: {
      id: 'whk_1',
      name: 'pager',
      url: 'https://pager.example',
      urlCiphertext: 'sealed',
      format,
      minSeverity: 'warning',
      secretCiphertext: 'sealed',
      secretLast4: '1234',
      enabled: true,
      createdAt: 0,
    },
  };
}

const bodyOf = (delivery: ClaimedDelivery) => JSON.parse(messageBody(delivery, 'https://gauge.example'));

describe('a message', () => {
  it('in our own form says what the alert says, and where to look', () => {
    expect(bodyOf(claimed('generic'))).toEqual({
      schema: 'weighbridge.alert/1',
      id: 'alr_1',
      type: 'alert.threshold',
      at: '2026-11-25T12:00:00.000Z',
      severity: 'critical',
      title: alert.title,
      message: alert.message,
      url: 'https://gauge.example/budgets#budget-bud_1',
      facts: alert.facts,
    });
  });

  it('for a test says so', () => {
    expect(bodyOf(claimed('generic', null))).toMatchObject({
      id: 'msg_1',
      type: 'test',
      at: '2026-11-25T13:00:00.000Z',
      message: 'The webhook “pager” works. Alerts of severity warning and above come here.',
      url: 'https://gauge.example/alerts',
      facts: {},
    });
  });

  it('for Slack rings nobody by the name of a project', () => {
    const body = bodyOf(claimed('slack'));
    expect(body.text).toBe(
      ':rotating_light: *Project “&lt;!channel&gt; &amp; co”: the day budget is used up*',
    );
    expect(body.attachments).toMatchObject([
      {
        text: '$1.00 of $1.00 a day (100 %) is used.\n<https://gauge.example/budgets#budget-bud_1|Open the dashboard>',
        footer: 'Weighbridge, critical',
        ts: alert.at / 1000,
      },
    ]);
  });
});
