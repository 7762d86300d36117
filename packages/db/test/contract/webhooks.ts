import { describe, expect, it } from 'vitest';
import type { Webhook } from '../../src/index.ts';
import { anAlert } from './alerts.ts';
import { type Open, type Scene, stageFor } from './stage.ts';

const LEASE = { leaseMs: 30_000, limit: 50 };

/** Webhooks and the course of their deliveries, whatever stands behind them. */
export function webhookContract(open: Open): void {
  describe('webhooks', () => {
    const scene = stageFor(open);

    it('are kept, changed and removed, each with an audit line that shows no secret', async () => {
      const s = scene();
      const { webhooks } = s.stores;
      const made = await webhooks.create(aWebhook(s), s.stamp({ reason: 'to the pager' }));
      expect(await webhooks.list()).toContainEqual(made);
      await expect(webhooks.create(aWebhook(s), s.stamp())).rejects.toMatchObject({
        code: 'WEBHOOK_NAME_TAKEN',
        facts: { id: made.id },
      });
      const changed = await webhooks.update(made.id, { minSeverity: 'critical', enabled: false }, s.stamp());
      expect(changed).toEqual({ ...made, minSeverity: 'critical', enabled: false });
      await webhooks.update(made.id, { enabled: false }, s.stamp());
      await webhooks.remove(made.id, s.stamp());
      expect((await webhooks.list()).map(({ id }) => id)).not.toContain(made.id);
      await expect(webhooks.remove(made.id, s.stamp())).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(webhooks.update(made.id, { name: 'x' }, s.stamp())).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      // Its name is free again.
      const again = await webhooks.create(aWebhook(s), s.stamp());
      await webhooks.remove(again.id, s.stamp());
      const { items } = await s.stores.audit.list({ limit: 20 });
      const lines = items.filter(({ target }) => target === made.id);
      expect(lines.map(({ action }) => action)).toEqual([
        'webhook.remove',
        'webhook.update',
        'webhook.create',
      ]);
      expect(lines[2]).toMatchObject({ reason: 'to the pager', to: expect.stringContaining('secret …9xyz') });
      expect(JSON.stringify(lines)).not.toMatch(/sealed/);
    });

    it('get each alert that is severe enough, once, from the moment it is told', async () => {
      const s = scene();
      const { webhooks, alerts } = s.stores;
      const all = await webhooks.create(aWebhook(s, { minSeverity: 'info' }), s.stamp());
      const worst = await webhooks.create(
        aWebhook(s, { name: s.id('w'), minSeverity: 'critical' }),
        s.stamp(),
      );
      const off = await webhooks.create(aWebhook(s, { name: s.id('w'), enabled: false }), s.stamp());
      const [mild] = await alerts.raise([anAlert(s, { threshold: 50, severity: 'info' })]);
      const [bad] = await alerts.raise([anAlert(s, { threshold: 100 })]);
      await alerts.raise([anAlert(s, { threshold: 100 })]);
      expect(await webhooks.nextDue()).toBe(s.clock.at);
      const claimed = await webhooks.claim({ at: s.clock.at, ...LEASE });
      expect(claimed.map(({ webhook, alert }) => [webhook.id, alert?.id]).sort()).toEqual(
        [
          [all.id, mild!.id],
          [all.id, bad!.id],
          [worst.id, bad!.id],
        ].sort(),
      );
      expect(claimed.find(({ webhook }) => webhook.id === worst.id)?.alert).toEqual(bad);
      expect(await webhooks.claim({ at: s.clock.at, ...LEASE })).toEqual([]);
      for (const { delivery } of claimed) await webhooks.finish(delivery.id, delivered, s.clock.at);
      for (const { id } of [all, worst, off]) await webhooks.remove(id, s.stamp());
      expect(await webhooks.nextDue()).toBeNull();
    });

    it('are tried again when the time has come, or when who tried is gone', async () => {
      const s = scene();
      const { webhooks, alerts } = s.stores;
      const { id: webhookId } = await webhooks.create(aWebhook(s), s.stamp());
      await alerts.raise([anAlert(s)]);
      const claim = () => webhooks.claim({ at: s.clock.at, ...LEASE });
      const [first] = await claim();
      expect(first?.delivery).toMatchObject({ state: 'pending', attempts: 1 });
      // Nobody said how it ended.
      s.clock.advance(LEASE.leaseMs - 1);
      expect(await claim()).toEqual([]);
      s.clock.advance(1);
      const [second] = await claim();
      expect(second?.delivery).toMatchObject({ id: first?.delivery.id, attempts: 2 });
      const nextAt = s.clock.at + 90_000;
      const waiting = await webhooks.finish(
        first!.delivery.id,
        { state: 'pending', nextAt, status: 503, error: 'answered 503' },
        s.clock.at,
      );
      expect(waiting).toMatchObject({ state: 'pending', nextAt, lastStatus: 503, finishedAt: null });
      expect(await webhooks.nextDue()).toBe(nextAt);
      s.clock.at = nextAt;
      const [third] = await claim();
      expect(third?.delivery.attempts).toBe(3);
      await webhooks.finish(third!.delivery.id, delivered, s.clock.at);
      const log = await webhooks.deliveries({ limit: 5, webhookId });
      expect(log.items).toMatchObject([
        {
          state: 'delivered',
          attempts: 3,
          lastStatus: 204,
          finishedAt: s.clock.at,
          nextAt: null,
          alertTitle: expect.any(String),
        },
      ]);
      await webhooks.remove(webhookId, s.stamp());
    });

    it('that are gone are disabled, and what was on its way is given up', async () => {
      const s = scene();
      const { webhooks, alerts } = s.stores;
      const made = await webhooks.create(aWebhook(s), s.stamp());
      await alerts.raise([anAlert(s, { threshold: 50 }), anAlert(s, { threshold: 80 })]);
      const [one, two] = await webhooks.claim({ at: s.clock.at, ...LEASE });
      const later = {
        ...failed,
        state: 'pending',
        nextAt: s.clock.at + 9,
        error: 'It answered 503.',
      } as const;
      await webhooks.finish(two!.delivery.id, later, s.clock.at);
      const gone = s.stamp({ actor: 'gateway', reason: 'answered 410' });
      await webhooks.finish(one!.delivery.id, { ...failed, status: 410, gone }, s.clock.at);
      expect((await webhooks.list()).find(({ id }) => id === made.id)?.enabled).toBe(false);
      const states = async () =>
        (await webhooks.deliveries({ limit: 5, webhookId: made.id })).items.map(({ state }) => state);
      expect(await states()).toEqual(['failed', 'failed']);
      const before = await webhooks.counts();
      expect(before).toMatchObject({ pending: 0, failed: 2 });
      const { items: givenUp } = await webhooks.deliveries({ limit: 5, webhookId: made.id });
      expect(givenUp.map(({ lastError }) => lastError)).toContain(
        'It answered 503. The webhook was disabled.',
      );
      // It arrived after all.
      await webhooks.finish(two!.delivery.id, delivered, s.clock.at);
      expect((await states()).sort()).toEqual(['delivered', 'failed']);
      expect(await webhooks.counts()).toEqual({ pending: 0, failed: 1, delivered: before.delivered + 1 });
      await webhooks.finish(
        one!.delivery.id,
        { ...failed, state: 'pending', nextAt: s.clock.at },
        s.clock.at,
      );
      expect((await states()).sort()).toEqual(['delivered', 'failed']);
      const again = webhooks.redeliver(one!.delivery.id, s.clock.at);
      await expect(again).rejects.toMatchObject({ code: 'WEBHOOK_DISABLED' });
      const { items } = await s.stores.audit.list({ limit: 1, action: 'webhook.update' });
      expect(items).toMatchObject([{ ...gone, target: made.id, to: expect.stringContaining('disabled') }]);
      await webhooks.remove(made.id, s.stamp());
      await expect(webhooks.redeliver(one!.delivery.id, s.clock.at)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    });

    it('that lose a message are told of to all but themselves, unless it was given up by hand', async () => {
      const s = scene();
      const { webhooks, alerts } = s.stores;
      const made = await webhooks.create(aWebhook(s), s.stamp());
      const other = await webhooks.create(aWebhook(s, { name: s.id('w') }), s.stamp());
      await alerts.raise([anAlert(s, { threshold: 50 }), anAlert(s, { threshold: 80 })]);
      const claimed = await webhooks.claim({ at: s.clock.at, ...LEASE });
      const [one, two] = claimed.filter(({ webhook }) => webhook.id === made.id);
      const lost = anAlert(s, { kind: 'webhook', subject: made.id, threshold: 1, severity: 'info' });
      await webhooks.finish(one!.delivery.id, { ...failed, lost }, s.clock.at);
      expect((await alerts.list({ limit: 5, kind: 'webhook' })).items).toMatchObject([{ id: lost.id }]);
      const told = await webhooks.claim({ at: s.clock.at, ...LEASE });
      expect(told.map(({ webhook, alert }) => [webhook.id, alert?.id])).toEqual([[other.id, lost.id]]);
      const states = async () => (await webhooks.failing()).find(({ name }) => name === made.name)?.failing;
      expect(await states()).toBe(true);
      await webhooks.update(made.id, { enabled: false }, s.stamp());
      const late = anAlert(s, { kind: 'webhook', subject: made.id, threshold: 2 });
      await webhooks.finish(two!.delivery.id, { ...failed, lost: late }, s.clock.at);
      expect((await alerts.list({ limit: 5, kind: 'webhook' })).items).toMatchObject([{ id: lost.id }]);
      s.clock.advance(1);
      await webhooks.finish(one!.delivery.id, delivered, s.clock.at);
      expect(await states()).toBe(false);
      for (const { id } of [made, other]) await webhooks.remove(id, s.stamp());
    });

    it('are tested, and sent an old message again under its id', async () => {
      const s = scene();
      const { webhooks } = s.stores;
      const { id: webhookId } = await webhooks.create(aWebhook(s), s.stamp());
      const id = s.id('msg');
      const test = await webhooks.claimTest({ id, webhookId, at: s.clock.at, leaseMs: 1000 });
      expect(test).toMatchObject({ delivery: { id, alertId: null, attempts: 1 }, alert: null });
      await expect(webhooks.redeliver(id, s.clock.at)).rejects.toMatchObject({ code: 'DELIVERY_PENDING' });
      await webhooks.finish(id, failed, s.clock.at);
      s.clock.advance(5);
      expect(await webhooks.redeliver(id, s.clock.at)).toMatchObject({
        id,
        state: 'pending',
        nextAt: s.clock.at,
      });
      const [claimed] = await webhooks.claim({ at: s.clock.at, ...LEASE });
      expect(claimed?.delivery).toMatchObject({ id, attempts: 1 });
      await webhooks.remove(webhookId, s.stamp());
      const unknown = { id: s.id('msg'), webhookId, at: 0, leaseMs: 1 };
      await expect(webhooks.claimTest(unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(webhooks.redeliver('msg_none', 0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const { items } = await webhooks.deliveries({ limit: 5, webhookId, state: 'failed' });
      expect(items).toMatchObject([{ id, lastError: 'The webhook was removed.', alertTitle: null }]);
    });
  });
}

const delivered = { state: 'delivered', nextAt: null, status: 204, error: null } as const;
const failed = { state: 'failed', nextAt: null, status: 500, error: 'answered 500' } as const;

function aWebhook(s: Scene, changes: Partial<Webhook> = {}): Webhook {
  return {
    id: s.id('whk'),
    name: `pager of ${s.project}`,
    url: 'https://pager.example/hook',
    urlCiphertext: 'sealed-url',
    format: 'generic',
    minSeverity: 'info',
    secretCiphertext: 'sealed-secret',
    secretLast4: '9xyz',
    enabled: true,
    createdAt: s.clock.at,
    ...changes,
  };
}
