import type { BillLine } from '@weighbridge/embeddings/domain';
import { describe, expect, it } from 'vitest';
import { settled, unsettled } from '../outcomes.ts';
import { DAY, type Open, type Scene, stageFor } from './stage.ts';

/** Keeping the provider's exports and setting the ledger beside them, whatever stands behind it. */
export function billContract(open: Open): void {
  describe('imported bills', () => {
    const scene = stageFor(open);

    it('take each other’s place on their days, by kind', async () => {
      const s = scene();
      const first = await bring(s, 'usage', 0, [usage(s, 0, 10), usage(s, 1, 20), usage(s, 2, 30)]);
      expect(first).toMatchObject({ unchanged: false, replaced: 0, import: { lines: 3, actor: 'admin' } });
      // Another kind of export speaks of other things.
      await bring(s, 'costs', 0, [costs(s, 0, 200n)]);
      const second = await bring(s, 'usage', 1, [usage(s, 1, 21)]);
      expect(second).toMatchObject({ unchanged: false, replaced: 0 });
      const { lines, imports } = await statement(s);
      expect(lines.map(({ tokens, nanoUsd }) => tokens ?? nanoUsd)).toEqual(
        expect.arrayContaining([10, 21, 30, 200n]),
      );
      expect(lines).toHaveLength(4);
      expect(imports.find(({ id }) => id === first.import.id)?.lines).toBe(2);
      const third = await bring(s, 'usage', 0, [usage(s, 0, 1), usage(s, 1, 2), usage(s, 2, 3)]);
      expect(third.replaced).toBe(2);
      expect((await statement(s)).imports).toHaveLength(2);
    });

    it('write nothing when they are the same again', async () => {
      const s = scene();
      const lines = [usage(s, 0, 10), usage(s, 2, 30)];
      const first = await bring(s, 'usage', 0, lines);
      const again = await bring(s, 'usage', 0, lines);
      expect(again).toEqual({ import: first.import, unchanged: true, replaced: 0 });
      expect((await bring(s, 'usage', 2, [usage(s, 2, 30)])).unchanged).toBe(true);
      const { items } = await s.stores.audit.list({ limit: 10, action: 'bill.import' });
      expect(items.filter(({ target }) => target === first.import.id)).toHaveLength(1);
      expect(items[0]?.target).toBe(first.import.id);
    });

    it('are removed once, with an audit line', async () => {
      const s = scene();
      const { import: imported } = await bring(s, 'costs', 0, [costs(s, 0, 9n)]);
      await s.stores.bills.remove(imported.id, s.stamp());
      expect(await statement(s)).toMatchObject({ imports: [], lines: [] });
      await expect(s.stores.bills.remove(imported.id, s.stamp())).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      const { items } = await s.stores.audit.list({ limit: 1 });
      expect(items[0]).toMatchObject({ action: 'bill.remove', target: imported.id, to: null });
    });

    it('stand beside what the ledger settled that day, what is uncertain apart', async () => {
      const s = scene();
      const provider = providerOf(s);
      const context = { provider, model: s.project };
      const [a, b, c] = [
        await s.hold(100n, context),
        await s.hold(200n, context),
        await s.hold(300n, { ...context, provider: 'other' }),
      ];
      await s.stores.ledger.close([settled(a, 90n), unsettled(b, 'uncertain'), settled(c, 300n)]);
      const { ledger, uncertain } = await statement(s);
      const day = Math.floor(s.clock.at / DAY) * DAY;
      expect(ledger).toEqual([
        { day, model: s.project, requests: 1, tokens: expect.any(Number), nanoUsd: 90n },
      ]);
      expect((await statement(s)).answered).toHaveLength(1);
      expect(uncertain).toEqual([{ id: b, day, model: s.project, tokens: 50, nanoUsd: 200n }]);
    });

    it('say where each hour was answered, by its first and its last attempt that may cost', async () => {
      const s = scene();
      const provider = providerOf(s);
      const at = async (minute: number, space: string, outcome: 'settled' | 'released') => {
        s.clock.at = Math.floor(s.clock.at / HOUR) * HOUR + minute * MINUTE;
        const id = await s.hold(1n, { provider, model: s.project, space });
        await s.stores.ledger.close([outcome === 'settled' ? settled(id, 1n) : unsettled(id, 'released')]);
      };
      s.clock.at = dayOf(s, 1);
      const hour = s.clock.at;
      await at(1, 'refused:1/m/8', 'released');
      await at(2, 'openai/m/8', 'settled');
      await at(3, 'in:between/m/8', 'settled');
      await at(4, '127.0.0.1:8080/m/8', 'settled');
      await at(125, 'openai/m/8', 'settled');
      expect((await statement(s)).answered).toEqual([
        { hour, space: 'openai/m/8' },
        { hour, space: '127.0.0.1:8080/m/8' },
        { hour: hour + 2 * HOUR, space: 'openai/m/8' },
      ]);
    });
  });
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Each scene has a provider of its own, since imports are of a provider. */
const providerOf = (s: Scene) => `openai-${s.project}`;
const dayOf = (s: Scene, day: number) => Math.floor(s.clock.at / DAY) * DAY + day * DAY;

function usage(s: Scene, day: number, tokens: number): BillLine {
  return { day: dayOf(s, day), model: s.project, requests: 1, tokens, nanoUsd: null };
}

function costs(s: Scene, day: number, nanoUsd: bigint): BillLine {
  return { day: dayOf(s, day), model: s.project, requests: null, tokens: null, nanoUsd };
}

function bring(s: Scene, kind: 'usage' | 'costs', from: number, lines: BillLine[]) {
  const last = Math.max(...lines.map(({ day }) => day));
  return s.stores.bills.import(
    { kind, from: dayOf(s, from), to: last + DAY, lines },
    { id: s.id('bill'), fileName: `${kind}.json`, provider: providerOf(s) },
    s.stamp(),
  );
}

async function statement(s: Scene) {
  const range = { from: dayOf(s, 0), to: dayOf(s, 9), provider: providerOf(s) };
  return s.stores.bills.statement(range);
}
