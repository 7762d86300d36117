import { describe, expect, it } from 'vitest';
import { settled, unsettled } from '../outcomes.ts';
import { type Open, type Scene, stageFor } from './stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What is read from the ledger, whatever stands behind it. */
export function spendContract(open: Open): void {
  const scene = stageFor(open);

  it('keeps what is held and uncertain apart from what is settled', async () => {
    const s = scene();
    const [a, b, c] = [await s.hold(100n), await s.hold(200n), await s.hold(400n), await s.hold(800n)];
    await s.stores.ledger.close([settled(a, 90n, { tokens: 45 }), unsettled(b, 'uncertain')]);
    await s.stores.ledger.close([unsettled(c, 'released', 'PROVIDER_RATE_LIMITED')]);
    expect(await s.spend()).toMatchObject({
      settledNanoUsd: 90n,
      uncertainNanoUsd: 200n,
      heldNanoUsd: 800n,
      settledTokens: 45,
      requests: 2,
      failedAttempts: 2,
      paidInputs: 3,
      overrunNanoUsd: 0n,
    });
  });

  it('counts calls and what they weighed, step by step, however they were answered', async () => {
    const s = scene();
    const from = s.clock.now();
    await s.hold(1n, { callId: 'early' });
    s.clock.at += MINUTE;
    const later = s.clock.now();
    // One call of two requests, one of them made twice, with some from the cache.
    await s.hold(1n, { callId: 'call', keyId: 'key-1', tokens: 30 });
    await s.hold(1n, { callId: 'call', keyId: 'key-1', tokens: 20, batch: 1 });
    await s.hold(1n, { callId: 'call', keyId: 'key-1', tokens: 20, batch: 1, attempt: 2 });
    const free = { callId: 'call', keyId: 'key-1' };
    await s.stores.ledger.post([
      s.free('recalled', { ...free, tokens: 7 }),
      s.free('deduplicated', { ...free, tokens: 3 }),
      s.free('truncated', { ...free, tokens: 999 }),
    ]);
    await s.stores.ledger.post([s.free('free', { callId: 'other', tokens: 5 })]);
    await s.stores.ledger.drained();
    const { project: projectId } = s;
    const stepMs = MINUTE;
    const step = (at: number) => at - (at % stepMs);
    const calls = (more: object) => s.stores.spend.calls({ from, stepMs, projectId, ...more });
    expect(await calls({})).toEqual([
      { at: step(from), calls: 1, tokens: 50 },
      { at: step(later), calls: 2, tokens: 65 },
    ]);
    expect(await calls({ from: later, keyId: 'key-1' })).toEqual([{ at: step(later), calls: 1, tokens: 60 }]);
    expect(await calls({ projectId: 'nobody' })).toEqual([]);
  });

  it('counts a billed attempt that failed as failed, and its money as spent', async () => {
    const s = scene();
    const id = await s.hold(100n);
    await s.stores.ledger.close([settled(id, 100n, { errorCode: 'UNSOUND_VECTORS' })]);
    expect(await s.spend()).toMatchObject({
      settledNanoUsd: 100n,
      settledTokens: 50,
      requests: 1,
      failedAttempts: 1,
      paidInputs: 0,
    });
  });

  it('adds up over any edges, odd ones too', async () => {
    const s = scene();
    const start = s.clock.at;
    // One nano-dollar more each time, at 07, 18, 29, … minutes past: each falls in a place of its own.
    const placed: { at: number; nano: bigint }[] = [];
    for (let index = 0; index < 30; index += 1) {
      s.clock.at = start + 7 * MINUTE + index * 11 * MINUTE;
      const nano = BigInt(2 ** index);
      const id = await s.hold(nano);
      await s.stores.ledger.close([settled(id, nano)]);
      placed.push({ at: s.clock.at, nano });
    }
    s.clock.at += HOUR;
    const expected = (from: number, to: number) =>
      placed.filter(({ at }) => at >= from && at < to).reduce((sum, { nano }) => sum + nano, 0n);
    // The last entry, the latest instant the ledger has seen, lies at minute 326.
    const edges = [0, 7, 8, 15, 18, 29, 75, 90, 121, 123, 240, 241, 251, 326, 327, 400].map(
      (m) => start + m * MINUTE,
    );
    const { spend } = s.stores;
    const series = await spend.series(edges, { projectId: s.project });
    expect(series.map(({ start: from, end }) => [from, end])).toEqual(
      edges.slice(1).map((end, index) => [edges[index], end]),
    );
    expect(series.map((bucket) => bucket.settledNanoUsd)).toEqual(
      edges.slice(1).map((end, index) => expected(edges[index]!, end)),
    );
    const [from, to] = [edges[1]!, edges[12]!];
    const whole = await spend.summary({ from, to, projectId: s.project });
    expect(whole.settledNanoUsd).toBe(expected(from, to));
    expect((await spend.summary({ from: to, to: from })).requests).toBe(0);
  });

  it('adds up alike over whole spans and over odd ones', async () => {
    const s = scene();
    const { project: projectId } = s;
    const hour = Math.floor(s.clock.at / HOUR) * HOUR;
    const tag = `tag-${projectId}`;
    s.clock.at = hour + MINUTE;
    for (let index = 0; index < 9; index += 1) {
      const id = await s.hold(10n ** BigInt(index), index % 2 === 0 ? { tags: [tag] } : {});
      if (index === 5) await s.stores.ledger.close([unsettled(id, 'uncertain')]);
      else if (index !== 7) await s.stores.ledger.close([settled(id, 10n ** BigInt(index))]);
      s.clock.advance(37 * MINUTE);
    }
    for (const filter of [{ projectId }, { projectId, tag }, { tag, model: 'none' }]) {
      const whole = Array.from({ length: 9 }, (_, index) => hour + (index - 1) * HOUR);
      // An odd edge more, and every bucket is added up by itself.
      const odd = [...whole, (whole.at(-1) ?? 0) + 7 * MINUTE];
      const { series } = s.stores.spend;
      expect(await series(whole, filter)).toEqual((await series(odd, filter)).slice(0, -1));
    }
  });

  it('counts an entry to the moment its hold was placed', async () => {
    const s = scene();
    const start = s.clock.at;
    const id = await s.hold(100n);
    s.clock.advance(3 * HOUR);
    await s.stores.ledger.close([settled(id, 100n)]);
    const edges = [start, start + HOUR, start + 4 * HOUR];
    const series = await s.stores.spend.series(edges, { projectId: s.project });
    expect(series.map((bucket) => bucket.settledNanoUsd)).toEqual([100n, 0n]);
  });

  it('sums every project when none is named', async () => {
    const s = scene();
    const one = await s.hold(1n);
    const other = await s.hold(10n, { projectId: `${s.project}-b`, provider: 'azure', model: 'm' });
    await s.stores.ledger.close([settled(one, 1n), settled(other, 10n)]);
    const range = { from: s.clock.at, to: s.clock.at + HOUR };
    expect((await s.stores.spend.summary(range)).settledNanoUsd).toBe(11n);
    expect((await s.stores.spend.summary({ ...range, projectId: s.project })).settledNanoUsd).toBe(1n);
  });

  it('narrows by provider, model, key and tag, alone and together, as rollups and entries agree', async () => {
    const s = scene();
    const [key, tag, model] = [`key-${s.project}`, `tag-${s.project}`, `model-${s.project}`];
    const marks = [
      {},
      { keyId: key },
      { tags: [tag] },
      { keyId: key, tags: ['another', tag] },
      { keyId: key, tags: [tag], model },
      { tags: [tag], provider: 'azure', model },
    ];
    const start = s.clock.at;
    for (const [index, mark] of marks.entries()) {
      const id = await s.hold(10n ** BigInt(index), mark);
      await s.stores.ledger.close([settled(id, 10n ** BigInt(index))]);
      s.clock.advance(17 * MINUTE);
    }
    await s.stores.ledger.post([s.free('coalesced', { tags: [tag] }), s.free('truncated', { tags: [tag] })]);
    await s.hold(7n, { tags: [tag] });
    const { spend } = s.stores;
    const whole = { from: start - 3 * HOUR, to: s.clock.at + 3 * HOUR };
    const of = async (filter: object) => (await spend.summary({ ...whole, ...filter })).settledNanoUsd;
    const { project: projectId } = s;
    expect(await of({ projectId })).toBe(111_111n);
    expect(await of({ keyId: key })).toBe(11_010n);
    expect(await of({ tag })).toBe(111_100n);
    expect(await of({ model })).toBe(110_000n);
    expect(await of({ projectId, provider: 'azure' })).toBe(100_000n);
    expect(await of({ keyId: key, tag })).toBe(11_000n);
    expect(await of({ keyId: key, tag, model })).toBe(10_000n);
    expect(await of({ tag, projectId: 'nobody' })).toBe(0n);
    // Edges within a quarter are read from the entries themselves.
    const odd = { from: start + 1, to: s.clock.at - 1 };
    expect((await spend.summary({ ...odd, tag })).settledNanoUsd).toBe(111_100n);
    expect(await spend.summary({ ...whole, tag })).toMatchObject({
      heldNanoUsd: 7n,
      coalescedInputs: 1,
      coalescedNanoUsd: 200n,
      truncatedTokens: 10,
    });
  });

  it('tells shares apart that add up, odd edges and open attempts included', async () => {
    const s = scene();
    const { project } = s;
    const [one, two] = [`key-${project}-1`, `key-${project}-2`];
    const marks = [
      {},
      { keyId: one, tags: [`${project}-a`] },
      { keyId: two, tags: [`${project}-a`, `${project}-b`], model: 'large' },
      { keyId: one, provider: 'azure' },
    ];
    const start = s.clock.at;
    for (let round = 0; round < 3; round += 1) {
      for (const [index, mark] of marks.entries()) {
        const nano = 10n ** BigInt(index);
        await s.stores.ledger.close([settled(await s.hold(nano, mark), nano)]);
        s.clock.advance(23 * MINUTE);
      }
    }
    await s.hold(70n, { keyId: two, tags: [`${project}-b`] });
    await s.stores.ledger.close([unsettled(await s.hold(500n), 'uncertain')]);
    await s.stores.ledger.post([s.free('recalled', { keyId: one }), s.free('truncated')]);
    const { spend } = s.stores;
    for (const [from, to] of [
      [start - HOUR, s.clock.at + HOUR],
      [start + 1, s.clock.at - 7 * MINUTE],
    ] as const) {
      const filter = { from, to, projectId: project };
      const whole = await spend.summary(filter);
      for (const by of ['project', 'provider', 'model', 'key'] as const) {
        const { total, shares } = await spend.breakdown(filter, by);
        expect(total).toEqual(whole);
        for (const name of Object.keys(whole) as (keyof typeof whole)[]) {
          const sum = shares.reduce((total, share) => total + BigInt(share[name]), 0n);
          expect([by, name, sum]).toEqual([by, name, BigInt(whole[name])]);
        }
      }
    }
    const filter = { from: start - HOUR, to: s.clock.at + HOUR, projectId: project };
    const costs = async (by: 'key' | 'tag' | 'provider' | 'model', more: object = {}) =>
      (await spend.breakdown({ ...filter, ...more }, by)).shares.map((share) => [
        share.value,
        share.settledNanoUsd,
        share.heldNanoUsd,
        share.uncertainNanoUsd,
      ]);
    expect(await costs('key')).toEqual([
      [one, 3030n, 0n, 0n],
      [null, 3n, 0n, 500n],
      [two, 300n, 70n, 0n],
    ]);
    expect(await costs('tag')).toEqual([
      [`${project}-b`, 300n, 70n, 0n],
      [`${project}-a`, 330n, 0n, 0n],
    ]);
    // What the filter fixes is one share; a key and a tag at once are read from the entries.
    expect(await costs('key', { keyId: two })).toEqual([[two, 300n, 70n, 0n]]);
    expect(await costs('tag', { keyId: one })).toEqual([[`${project}-a`, 30n, 0n, 0n]]);
    expect(await costs('key', { tag: `${project}-b` })).toEqual([[two, 300n, 70n, 0n]]);
    expect(await costs('model', { keyId: two })).toEqual([
      ['large', 300n, 0n, 0n],
      ['text-embedding-3-small', 0n, 70n, 0n],
    ]);
    expect(await costs('provider', { tag: 'unheard of' })).toEqual([]);
  });

  it('sums every origin in the order of first appearance', async () => {
    const s = scene();
    const names = [`${s.project}-z`, `${s.project}-a`];
    for (const projectId of names) {
      await s.stores.ledger.close([settled(await s.hold(5n, { projectId }), 5n)]);
      s.clock.advance(29 * 24 * HOUR);
    }
    const held = `${s.project}-held`;
    await s.hold(7n, { projectId: held });
    const origins = await s.stores.spend.origins();
    const mine = origins.filter(({ projectId }) => [...names, held].includes(projectId));
    expect(mine.map(({ projectId, settledNanoUsd }) => [projectId, settledNanoUsd])).toEqual([
      [names[0], 5n],
      [names[1], 5n],
      [held, 0n],
    ]);
    expect(mine[2]?.heldNanoUsd).toBe(7n);
    const ever = await s.stores.spend.summary({ from: 0, to: s.clock.at + 1 });
    expect(origins.reduce((sum, origin) => sum + origin.settledNanoUsd, 0n)).toBe(ever.settledNanoUsd);
  });

  describe('lines', () => {
    it('narrow by what the sums are kept by, in both directions, page by page', async () => {
      const s = scene();
      const rare = {
        keyId: `key-${s.project}`,
        tags: [`tag-${s.project}`],
        model: 'rare',
        provider: 'azure',
      };
      const ids: string[] = [];
      for (let index = 0; index < 12; index += 1) {
        const isRare = index % 3 === 0;
        const id = await s.hold(1n, isRare ? rare : {});
        if (isRare) ids.push(id);
        // One stays held: what has no sums yet is found as well.
        if (index !== 6) await s.stores.ledger.close([settled(id, 1n)]);
        s.clock.advance(index === 5 ? 3 * 24 * HOUR : 50 * MINUTE);
      }
      const [tag] = rare.tags;
      const collect = async (filter: object, order: 'oldest' | 'newest') => {
        const found: string[] = [];
        let after: number | null = 0;
        while (after !== null) {
          const page: Awaited<ReturnType<typeof s.stores.spend.lines>> = await s.stores.spend.lines({
            ...filter,
            after,
            limit: 3,
            order,
          });
          found.push(...page.items.map(({ id }) => id));
          after = page.cursor;
        }
        return found;
      };
      for (const filter of [
        { keyId: rare.keyId },
        { tag },
        { projectId: s.project, model: 'rare' },
        { projectId: s.project, provider: 'azure', kind: 'attempt' },
        { keyId: rare.keyId, tag, model: 'rare', projectId: s.project },
      ]) {
        expect(await collect(filter, 'oldest')).toEqual(ids);
        expect(await collect(filter, 'newest')).toEqual(ids.toReversed());
      }
      expect(await collect({ keyId: rare.keyId, model: 'text-embedding-3-small' }, 'newest')).toEqual([]);
      expect(await collect({ projectId: s.project, kind: 'truncated' }, 'newest')).toEqual([]);
      expect(await collect({ projectId: s.project, state: 'held' }, 'newest')).toEqual([ids[2]]);
    });

    it('are found by call and by error', async () => {
      const s = scene();
      const callId = s.id('call');
      const [a, b] = [await s.hold(1n, { callId }), await s.hold(1n, { callId, attempt: 2 })];
      await s.stores.ledger.close([unsettled(a, 'released', `CODE_${s.project}`), settled(b, 1n)]);
      const ids = async (filter: object) => (await linesOf(s, filter)).items.map(({ id }) => id);
      expect(await ids({ callId })).toEqual([a, b]);
      expect(await ids({ callId, order: 'newest' })).toEqual([b, a]);
      expect(await ids({ errorCode: `CODE_${s.project}` })).toEqual([a]);
      expect(await ids({ errorCode: `CODE_${s.project}`, state: 'settled' })).toEqual([]);
      expect(await ids({ callId: 'unheard of' })).toEqual([]);
    });

    it('come in order, page by page, to the last', async () => {
      const s = scene();
      const ids: string[] = [];
      for (let index = 0; index < 7; index += 1) ids.push(await s.hold(BigInt(index)));
      const filter = { projectId: s.project, limit: 3 };
      const pages = [await s.stores.spend.lines({ ...filter, after: 0 })];
      for (let page = pages[0]!; page.cursor !== null; pages.push(page)) {
        page = await s.stores.spend.lines({ ...filter, after: page.cursor });
      }
      expect(pages.map(({ items }) => items.length)).toEqual([3, 3, 1]);
      expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ids);
    });

    it('say everything about an entry', async () => {
      const s = scene();
      const request = s.request(100n, { keyId: 'key_1', tags: ['nightly', 'team:a'], batch: 2, attempt: 3 });
      await s.stores.ledger.hold([request]);
      s.clock.advance(250);
      await s.stores.ledger.close([settled(request.id, 90n, { tokens: 45, usage: 'counted' })]);
      const free = s.free('recalled');
      await s.stores.ledger.post([free]);
      const { items } = await linesOf(s);
      const { scopes: _, nanoUsd, tokens, ...context } = request;
      expect(items[0]).toEqual({
        ...context,
        kind: 'attempt',
        state: 'settled',
        placedAt: s.clock.at - 250,
        closedAt: s.clock.at,
        heldTokens: tokens,
        heldNanoUsd: nanoUsd,
        settledTokens: 45,
        settledNanoUsd: 90n,
        wouldHaveNanoUsd: 0n,
        usage: 'counted',
        providerRequestId: 'req_1',
        durationMs: 12.5,
        errorCode: null,
      });
      expect(items[1]).toMatchObject({
        id: free.id,
        kind: 'recalled',
        state: 'settled',
        settledTokens: 10,
        settledNanoUsd: 0n,
        wouldHaveNanoUsd: 200n,
        durationMs: 0.5,
      });
    });

    it('narrow by time, state and correlation id, alone and together', async () => {
      const s = scene();
      const start = s.clock.at;
      const correlationId = `other-${s.project}`;
      const [a, b] = [await s.hold(1n), await s.hold(2n, { correlationId })];
      s.clock.at += MINUTE;
      const [c, d] = [await s.hold(3n, { correlationId }), await s.hold(4n)];
      await s.stores.ledger.close([settled(a, 1n), unsettled(b, 'uncertain'), unsettled(c, 'released')]);
      const ids = async (filter: object) => (await linesOf(s, filter)).items.map(({ id }) => id);
      expect(await ids({ from: start + MINUTE })).toEqual([c, d]);
      expect(await ids({ to: start + MINUTE })).toEqual([a, b]);
      expect(await ids({ state: 'settled' })).toEqual([a]);
      expect(await ids({ state: 'uncertain' })).toEqual([b]);
      expect(await ids({ state: 'released' })).toEqual([c]);
      expect(await ids({ state: 'held', from: start + 1 })).toEqual([d]);
      expect(await ids({ correlationId })).toEqual([b, c]);
      expect(await ids({ correlationId, state: 'released', from: start })).toEqual([c]);
      expect(await ids({ correlationId, state: 'settled' })).toEqual([]);
      expect(await ids({ from: start + 2 * MINUTE })).toEqual([]);
    });
  });
}

function linesOf(s: Scene, filter: object = {}) {
  return s.stores.spend.lines({ after: 0, limit: 100, projectId: s.project, ...filter });
}
