import { join } from 'node:path';
import { type EntryKind, windowAt } from '@weighbridge/embeddings/domain';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assertBooksBalance } from '../../test/bookkeeping.ts';
import { settled, unsettled } from '../../test/outcomes.ts';
import { aRequest } from '../../test/processes/requests.ts';
import { matches, summed } from '../../test/summed.ts';
import type { LedgerLine, SpendDimension, SpendFilter, SpendSummary } from '../ports/index.ts';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** Two days before clocks go forward in Berlin, and change by half an hour on Lord Howe a week later. */
const START = Date.UTC(2026, 2, 27, 3, 7);
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
];
const STAMP = { at: 0, actor: 'admin', reason: null, correlationId: null };
const BY: readonly SpendDimension[] = ['project', 'provider', 'model', 'key', 'tag'];

const marks = fc.record({
  // Each key is of the project it begins with.
  key: fc.constantFrom('a1', 'a2', 'b1', null),
  project: fc.constantFrom('a', 'b'),
  tags: fc.subarray(['t', 'u', 'v:w']),
  provider: fc.constantFrom('openai', 'azure'),
  model: fc.constantFrom('m', 'n'),
});
const entry = fc.record({
  marks,
  waitMs: fc.oneof(fc.nat(90 * MINUTE), fc.nat(12 * DAY)),
  kind: fc.constantFrom<EntryKind>('attempt', 'attempt', 'attempt', 'recalled', 'truncated', 'free'),
  ending: fc.constantFrom(
    'settled',
    'failed',
    'released',
    'uncertain',
    'billed',
    'not billed',
    'late',
    'held',
  ),
  nano: fc.nat(500),
});
const question = fc.record({
  zone: fc.constantFrom(...ZONES),
  window: fc.constantFrom('hour', 'day', 'week', 'month'),
  count: fc.integer({ min: 1, max: 9 }),
  // Where the series ends and how odd the edges of a span are.
  endMs: fc.nat(60 * DAY),
  oddMs: fc.nat(DAY),
  filter: fc.record(
    {
      projectId: fc.constantFrom('a', 'b', 'nobody'),
      keyId: fc.constantFrom('a1', 'a2', 'b1'),
      tag: fc.constantFrom('t', 'u', 'v:w'),
      provider: fc.constantFrom('openai', 'azure'),
      model: fc.constantFrom('m', 'n'),
    },
    { requiredKeys: [] },
  ),
});
type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;
type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

it('every sum is that of its entries, by any filter, in any zone, and stays when the entries go', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { minLength: 5, maxLength: 40 }),
      fc.array(question, { minLength: 4, maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      async (entries, questions, days) => {
        const opened = await temporaryStores({ at: START });
        try {
          for (const [index, each] of entries.entries()) await play(opened, `e${index}`, each);
          assertBooksBalance(join(opened.dataDir, 'weighbridge.db'));
          const { stores } = opened;
          const { items: lines } = await stores.spend.lines({ after: 0, limit: 1000 });
          expect(lines).toHaveLength(entries.length);
          for (const asked of questions) {
            await assertSums(opened, lines, asked);
            await assertFound(opened, lines, asked);
          }
          await stores.retention.set(days, STAMP);
          const before = await Promise.all(questions.map((asked) => wholeSpans(opened, asked)));
          for (let deleted = -1; deleted !== 0; ) deleted = await stores.retention.prune(7);
          expect(await Promise.all(questions.map((asked) => wholeSpans(opened, asked)))).toEqual(before);
          const { findings } = await stores.keeping.check({ full: true });
          expect(findings.filter(({ ok }) => !ok)).toEqual([]);
        } finally {
          await opened.close();
        }
      },
    ),
    { numRuns: 60 },
  );
}, 240_000);

async function play({ stores, clock }: TemporaryStores, id: string, each: Entry): Promise<void> {
  const { ledger } = stores;
  const { key, tags, provider, model } = each.marks;
  const projectId = key?.slice(0, 1) ?? each.marks.project;
  const nano = BigInt(each.nano);
  const context = { projectId, keyId: key, tags, provider, model, inputs: 2, scopes: ['global'] };
  clock.advance(each.waitMs);
  if (each.kind !== 'attempt') {
    const kind = each.kind as 'recalled';
    await ledger.post([{ ...aRequest(id, 0n, context), kind, wouldHaveNanoUsd: nano, durationMs: 1 }]);
    return;
  }
  await ledger.hold([aRequest(id, nano, context)]);
  // Closed when the next one may have been placed in another span already.
  clock.advance(7 * MINUTE);
  if (each.ending === 'settled') await ledger.close([settled(id, nano + 3n)]);
  if (each.ending === 'failed') await ledger.close([settled(id, nano, { errorCode: 'UNSOUND_VECTORS' })]);
  if (each.ending === 'released') await ledger.close([unsettled(id, 'released')]);
  if (['uncertain', 'billed', 'not billed', 'late'].includes(each.ending)) {
    await ledger.close([unsettled(id, 'uncertain')]);
  }
  if (each.ending === 'billed') await stores.uncertain.resolve(id, 'billed', STAMP);
  if (each.ending === 'not billed') await stores.uncertain.resolve(id, 'not_billed', STAMP);
  if (each.ending === 'late') await ledger.close([settled(id, nano)]);
}

async function assertSums({ stores }: TemporaryStores, lines: LedgerLine[], asked: Question): Promise<void> {
  const { filter } = asked;
  const edges = edgesOf(asked);
  const series = await stores.spend.series(edges, filter);
  expect(series).toEqual(
    edges.slice(1).map((end, index) => {
      const start = edges[index] ?? end;
      return { start, end, ...summed(lines, { ...filter, from: start, to: end }) };
    }),
  );
  const range = { ...filter, ...oddSpan(asked) };
  const total = await stores.spend.summary(range);
  expect(total).toEqual(summed(lines, range));
  for (const by of BY) {
    const breakdown = await stores.spend.breakdown(range, by);
    expect(breakdown.total).toEqual(total);
    expect(new Map(breakdown.shares.map(({ value, ...sums }) => [value, sums]))).toEqual(
      sharesOf(lines, range, by),
    );
  }
}

/** By a value that the filter fixes, the whole is one share. */
function sharesOf(
  lines: LedgerLine[],
  range: SpendFilter,
  by: SpendDimension,
): Map<string | null, SpendSummary> {
  const fixed = {
    project: range.projectId,
    provider: range.provider,
    model: range.model,
    key: range.keyId,
    tag: range.tag,
  }[by];
  const values = new Set(fixed === undefined ? lines.flatMap((line) => valuesOf(line, by)) : [fixed]);
  const shares = [...values].map((value): [string | null, SpendSummary] => [
    value,
    summed(
      lines.filter((line) => valuesOf(line, by).includes(value)),
      range,
    ),
  ]);
  return new Map(shares.filter(([, sums]) => Object.values(sums).some((figure) => BigInt(figure) !== 0n)));
}

function valuesOf(line: LedgerLine, by: SpendDimension): (string | null)[] {
  if (by === 'tag') return line.tags;
  return [{ project: line.projectId, provider: line.provider, model: line.model, key: line.keyId }[by]];
}

/** The ledger's lines are found by the sums. */
async function assertFound({ stores }: TemporaryStores, lines: LedgerLine[], asked: Question): Promise<void> {
  for (const kind of [undefined, 'attempt', 'recalled'] as const) {
    const filter = { ...asked.filter, ...(kind && { kind }) };
    const found = await stores.spend.lines({ ...filter, after: 0, limit: 1000 });
    const mine = lines.filter((line) => matches(line, asked.filter) && (kind ?? line.kind) === line.kind);
    expect(found.items).toEqual(mine);
  }
}

/** What is answered alike with and without entries: spans of whole quarter hours. */
async function wholeSpans({ stores }: TemporaryStores, asked: Question): Promise<unknown[]> {
  const edges = edgesOf(asked);
  const range = { from: edges[0] ?? 0, to: edges.at(-1) ?? 0, ...asked.filter };
  return [
    await stores.spend.series(edges, asked.filter),
    ...(await Promise.all(BY.map((by) => stores.spend.breakdown(range, by)))),
  ];
}

function edgesOf({ zone, window, count, endMs }: Question): number[] {
  const boundsAt = (at: number) => windowAt({ window, timeZone: zone, resetTime: '00:00' }, at);
  const edges = [boundsAt(START + endMs).start];
  for (let index = 0; index < count; index += 1) edges.unshift(boundsAt((edges[0] ?? 0) - 1).start);
  return edges;
}

function oddSpan({ endMs, oddMs, count }: Question): { from: number; to: number } {
  return { from: START + endMs - oddMs - (count - 1) * 9 * DAY, to: START + endMs + 1 };
}
