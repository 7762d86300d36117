import type { QualityFailure, QualityReport } from '@weighbridge/embeddings/domain';
import { expect, it } from 'vitest';
import { type Open, type Scene, stageFor } from './stage.ts';

const QUARTER = 900_000;

/** What inspections came to, whatever keeps it. */
export function qualityContract(open: Open): void {
  const scene = stageFor(open);

  it('sums inspections and counts findings by code', async () => {
    const s = scene();
    const { quality } = s.stores;
    // Scenes begin at noon; the quarter hour after this one is not asked for.
    const range = { from: s.clock.at, to: s.clock.at + QUARTER };
    const mine = { ...range, projectId: s.project };
    expect(await quality.summary(mine)).toEqual({
      inspected: 0,
      passed: 0,
      warned: 0,
      failed: 0,
      inspectMicrosPerVector: null,
      byCode: [],
    });
    const two = [aFailure({ code: 'NAN' }), aFailure({ code: 'NAN', index: 4 })];
    const warning = aFailure({ code: 'NORM', severity: 'warning', figure: 1.2 });
    await quality.record([
      aReport(s, { inspected: 10, passed: 8, failed: 2, inspectMicros: 2, failures: two }),
      aReport(s, { inspected: 30, passed: 30, warned: 1, inspectMicros: 1.5, failures: [warning] }),
    ]);
    await quality.record([aReport(s, { projectId: 'someone-else', inspected: 7, passed: 7 })]);
    s.clock.advance(QUARTER);
    await quality.record([aReport(s, { inspected: 5, passed: 5 })]);
    expect(await quality.summary(mine)).toEqual({
      inspected: 40,
      passed: 38,
      warned: 1,
      failed: 2,
      inspectMicrosPerVector: (10 * 2 + 30 * 1.5) / 40,
      byCode: [
        { code: 'NAN', severity: 'error', count: 2 },
        { code: 'NORM', severity: 'warning', count: 1 },
      ],
    });
    expect((await quality.summary(range)).inspected).toBe(47);
  });

  it('keeps findings line by line, newest first', async () => {
    const s = scene();
    const failures = [0, 1, 2].map((index) => aFailure({ index, code: `CODE_${index}_${s.project}` }));
    const report = aReport(s, { failures });
    await s.stores.quality.record([report]);
    const first = await s.stores.quality.failures({ limit: 2 });
    expect(first.items.map(({ index }) => index)).toEqual([2, 1]);
    const { callId, correlationId, projectId, provider, model, space } = report;
    expect(first.items[0]).toEqual({
      id: expect.any(Number),
      at: s.clock.at,
      callId,
      correlationId,
      projectId,
      provider,
      model,
      space,
      ...failures[2],
    });
    const second = await s.stores.quality.failures({ limit: 1, before: first.next! });
    expect(second.items[0]).toMatchObject(failures[0]!);
    const byCode = await s.stores.quality.failures({ limit: 9, code: failures[1]!.code });
    expect(byCode.items.map(({ index }) => index)).toEqual([1]);
    expect(byCode.next).toBeNull();
  });

  it('keeps the newest 10,000 findings and counts them all', async () => {
    const s = scene();
    const failures = Array.from({ length: 6_000 }, (_, index) => aFailure({ index }));
    await s.stores.quality.record([aReport(s, { failures, projectId: `${s.project}-a` })]);
    await s.stores.quality.record([aReport(s, { failures })]);
    const { items } = await s.stores.quality.failures({ limit: 10_000 });
    expect(items).toHaveLength(10_000);
    expect(items.at(-1)).toMatchObject({ index: 2_000, projectId: `${s.project}-a` });
    expect(await s.stores.quality.failures({ limit: 1, before: items.at(-1)!.id })).toEqual({
      items: [],
      next: null,
    });
    const range = { from: s.clock.at, to: s.clock.at + 1 };
    expect((await s.stores.quality.summary(range)).byCode).toEqual([
      { code: 'ZERO', severity: 'error', count: 12_000 },
    ]);
  });
}

function aFailure(changes: Partial<QualityFailure> = {}): QualityFailure {
  return {
    code: 'ZERO',
    severity: 'error',
    figure: null,
    message: 'The vector is zero.',
    recommendation: 'Send the text again.',
    index: 0,
    ...changes,
  };
}

function aReport(s: Scene, changes: Partial<QualityReport> = {}): QualityReport {
  return {
    callId: s.id('call'),
    correlationId: `correlation-${s.project}`,
    projectId: s.project,
    provider: 'openai',
    model: 'text-embedding-3-small',
    space: 'openai/text-embedding-3-small/1536',
    inspected: 1,
    passed: 1,
    warned: 0,
    failed: 0,
    inspectMicros: 1,
    failures: [],
    ...changes,
  };
}
