import { describe, expect, it } from 'vitest';
import type { NewAlert } from '../../src/index.ts';
import { DAY, type Open, type Scene, stageFor } from './stage.ts';

/** Telling once, and remembering what was told, whatever stands behind it. */
export function alertContract(open: Open): void {
  describe('alerts', () => {
    const scene = stageFor(open);

    it('are told once for each threshold, and none below one that was told', async () => {
      const s = scene();
      const { alerts } = s.stores;
      const told = async (threshold: number, changes: Partial<NewAlert> = {}) =>
        (await alerts.raise([anAlert(s, { threshold, ...changes })])).length;
      expect(await told(50)).toBe(1);
      expect(await told(50)).toBe(0);
      expect(await told(100)).toBe(1);
      expect(await told(80)).toBe(0);
      expect(await told(80, { windowStart: s.clock.at + DAY })).toBe(1);
      expect(await told(80, { limitNanoUsd: 2n ** 60n })).toBe(1);
      expect(await told(80, { kind: 'uncertain' })).toBe(1);
      expect(await told(80, { subject: `${s.project}-other` })).toBe(1);
      const windows = [{ subject: s.project, windowStart: s.clock.at }];
      expect(
        (await alerts.told(windows)).map(({ kind, threshold, limitNanoUsd }) => [
          kind,
          threshold,
          limitNanoUsd,
        ]),
      ).toEqual(
        expect.arrayContaining([
          ['threshold', 50, 1_000n],
          ['threshold', 100, 1_000n],
          ['threshold', 80, 2n ** 60n],
          ['uncertain', 80, 1_000n],
        ]),
      );
      expect(await alerts.told(windows)).toHaveLength(4);
    });

    it('are told once though many ask at the same time', async () => {
      const s = scene();
      const asked = Array.from({ length: 12 }, () => s.stores.alerts.raise([anAlert(s)]));
      expect((await Promise.all(asked)).flat()).toHaveLength(1);
    });

    it('read newest first, whole, page by page and by what they are', async () => {
      const s = scene();
      const { alerts } = s.stores;
      const raised = await alerts.raise([
        anAlert(s, { threshold: 50, severity: 'info', limitNanoUsd: 2n ** 60n }),
        anAlert(s, { kind: 'forecast', threshold: 0, severity: 'warning' }),
        anAlert(s, { threshold: 100 }),
      ]);
      expect(raised).toHaveLength(3);
      const page = await alerts.list({ limit: 2 });
      expect(page.items).toEqual([raised[2], raised[1]]);
      const [last] = (await alerts.list({ limit: 1, before: page.next! })).items;
      expect(last).toEqual(raised[0]);
      expect(last).toMatchObject({
        limitNanoUsd: 2n ** 60n,
        facts: { limitNanoUsd: '1000' },
        acknowledgedAt: null,
      });
      expect((await alerts.list({ limit: 1, kind: 'forecast' })).items).toEqual([raised[1]]);
      expect((await alerts.list({ limit: 1, severity: 'info' })).items).toEqual([raised[0]]);
    });

    it('wait until somebody has looked, and say who', async () => {
      const s = scene();
      const { alerts } = s.stores;
      await alerts.acknowledge('all', s.stamp());
      const [first, second, third] = await alerts.raise([
        anAlert(s, { threshold: 50, severity: 'info' }),
        anAlert(s, { threshold: 80 }),
        anAlert(s, { threshold: 100 }),
      ]);
      expect(await alerts.open()).toEqual({ info: 1, warning: 0, critical: 2 });
      const why = s.stamp({ actor: 'cli', reason: 'seen', correlationId: 'c-4' });
      expect(await alerts.acknowledge([first!.id], why)).toBe(1);
      expect(await alerts.acknowledge([first!.id], s.stamp())).toBe(0);
      await expect(alerts.acknowledge([second!.id, 'alr_none'], s.stamp())).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      expect((await alerts.list({ limit: 9, state: 'open' })).items.map(({ id }) => id)).toEqual([
        third!.id,
        second!.id,
      ]);
      expect((await alerts.list({ limit: 1, state: 'acknowledged' })).items).toMatchObject([
        { id: first!.id, acknowledgedAt: s.clock.at, acknowledgedBy: 'cli' },
      ]);
      expect(await alerts.acknowledge('all', s.stamp())).toBe(2);
      expect(await alerts.open()).toEqual({ info: 0, warning: 0, critical: 0 });
      const { items } = await s.stores.audit.list({ limit: 2, action: 'alert.acknowledge' });
      expect(items).toMatchObject([
        { target: '2 alerts', from: 'open' },
        { ...why, target: first!.id, from: first!.title, to: 'acknowledged' },
      ]);
    });

    it('are watched for by settings that leave an audit line', async () => {
      const s = scene();
      const { alerts } = s.stores;
      await alerts.setSettings(`{"of":"${s.project}"}`, { from: 'a', to: 'b' }, s.stamp());
      await alerts.setSettings(`{"of":"${s.project}"}`, { from: 'b', to: 'b' }, s.stamp());
      expect(await alerts.settings()).toBe(`{"of":"${s.project}"}`);
      const { items } = await s.stores.audit.list({ limit: 9, action: 'alert.settings' });
      expect(items.filter(({ at }) => at === s.clock.at)).toMatchObject([
        { target: 'alerts', from: 'a', to: 'b' },
      ]);
    });

    it('learn of what was metered beyond what was held', async () => {
      const s = scene();
      const from = Math.floor(s.clock.at / DAY) * DAY;
      const settle = async (model: string, held: bigint, metered: bigint) =>
        s.stores.ledger.close([
          {
            id: await s.hold(held, { model }),
            state: 'settled',
            tokens: 9,
            nanoUsd: metered,
            usage: 'provider',
            providerRequestId: null,
            durationMs: 1,
            errorCode: null,
          },
        ]);
      await settle('small', 10n, 10n);
      expect(await s.stores.alerts.overruns({ from, to: from + DAY })).toEqual([]);
      await settle('small', 10n, 13n);
      await settle('large', 10n, 2n ** 55n);
      expect(await s.stores.alerts.overruns({ from, to: from + DAY })).toEqual([
        { provider: 'openai', model: 'large', nanoUsd: 2n ** 55n - 10n },
        { provider: 'openai', model: 'small', nanoUsd: 3n },
      ]);
      expect(await s.stores.alerts.overruns({ from: from + DAY, to: from + 2 * DAY })).toEqual([]);
    });

    it('look back at windows that have just ended', async () => {
      const s = scene();
      const { id } = await s.budget({ window: 'hour' });
      await s.hold(7n);
      const justEnded = async () =>
        (await s.stores.budgets.justEnded(s.clock.at, 60_000)).filter((budget) => budget.id === id);
      expect(await justEnded()).toEqual([]);
      s.clock.advance(3_600_000);
      const [ended] = await justEnded();
      expect(ended).toMatchObject({
        heldNanoUsd: 7n,
        resetsAt: s.clock.at,
        windowStart: s.clock.at - 3_600_000,
      });
      s.clock.advance(60_000);
      expect(await justEnded()).toEqual([]);
    });
  });
}

export function anAlert(s: Scene, changes: Partial<NewAlert> = {}): NewAlert {
  return {
    id: s.id('alr'),
    kind: 'threshold',
    severity: 'critical',
    subject: s.project,
    windowStart: s.clock.at,
    threshold: 80,
    limitNanoUsd: 1_000n,
    at: s.clock.at,
    title: `Day budget of ${s.project} at 80 %`,
    message: 'It has used most of it.',
    facts: { limitNanoUsd: '1000' },
    ...changes,
  };
}
