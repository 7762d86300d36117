import { describe, expect, it } from 'vitest';
import { LIBRARIES, type Library } from '../src/clients/index.ts';
import { seeded } from '../src/seeded.ts';
import { type Attempt, compareBooks } from '../src/soak/books.ts';
import { keepAsking } from '../src/soak/client.ts';
import { soak } from '../src/soak/run.ts';
import { truth } from '../src/vectors.ts';

/** A minute is what `pnpm --filter @weighbridge/compat soak` runs. */
const SECONDS = 8;

describe('two hundred mixed clients on a bad day of the provider', () => {
  it('each get their own vectors, and the ledger is the bill', { timeout: 180_000 }, async () => {
    const { tally, books, calls, faults, complaints } = await soak({
      seconds: SECONDS,
      clients: 200,
      seed: 1,
      attemptTimeoutMs: 4000,
    });
    expect([...tally.wrongs, ...books.findings, ...complaints]).toEqual([]);
    expect(Object.keys(calls).sort()).toEqual(LIBRARIES.map(({ name }) => name).sort());
    expect(tally.vectors).toBeGreaterThan(1000);
    expect(tally.failures.insufficient_quota).toBeGreaterThan(0);
    expect(Object.keys(faults).length).toBeGreaterThan(4);
    // What was billed beyond the ledger is in answers that were lost, each of them named.
    const named = books.uncertain.filter(({ billed }) => billed);
    const held = named.reduce((sum, { heldTokens }) => sum + heldTokens, 0);
    expect(books.billedTokens - books.settledTokens).toBe(held);
  });
});

describe('the judge of the books', () => {
  const settled: Attempt = {
    id: 'att_1',
    state: 'settled',
    project: 'p',
    space: 's',
    heldTokens: 3,
    settledTokens: 3,
    errorCode: null,
  };
  const entryOf = (id: string, more: object = {}) =>
    ({
      correlation: { 'x-weighbridge-attempt': id },
      billed: true,
      billedTokens: 3,
      sha256: ['aa'],
      fault: null,
      ...more,
    }) as unknown as Parameters<typeof compareBooks>[1][number];

  it('finds nothing where both agree, and names what is uncertain', () => {
    const lost: Attempt = {
      ...settled,
      id: 'att_2',
      state: 'uncertain',
      settledTokens: 0,
      errorCode: 'PROVIDER_TIMEOUT',
    };
    const verdict = compareBooks([settled, lost], [entryOf('att_1'), entryOf('att_2', { fault: 'hang' })]);
    expect(verdict).toMatchObject({ findings: [], settledTokens: 3, billedTokens: 6 });
    expect(verdict.uncertain).toEqual([
      { id: 'att_2', errorCode: 'PROVIDER_TIMEOUT', heldTokens: 3, billed: true },
    ]);
  });

  it.each([
    ['a token too few', [{ ...settled, settledTokens: 2 }], [entryOf('att_1')], 'settled 2 tokens, billed 3'],
    ['an attempt nobody sent', [settled], [], 'billed undefined'],
    ['a hold without an end', [{ ...settled, state: 'held' as const }], [entryOf('att_1')], 'still held'],
    [
      'a bill that was let go',
      [{ ...settled, state: 'released' as const }],
      [entryOf('att_1')],
      'and was billed',
    ],
    ['a bill without a hold', [], [entryOf('att_1')], 'knows nothing'],
    ['one attempt sent twice', [settled], [entryOf('att_1'), entryOf('att_1')], 'sent twice'],
    [
      'a text paid twice',
      [settled, { ...settled, id: 'att_2' }],
      [entryOf('att_1'), entryOf('att_2')],
      'paid again',
    ],
  ])('finds %s', (_name, attempts, journal, finding) => {
    expect(compareBooks(attempts, journal).findings.join()).toContain(finding);
  });
});

describe('a client of the soak', () => {
  const key = { id: 'key', baseUrl: 'http://127.0.0.1', apiKey: 'k', visits: () => [] };
  const ask = (embed: (texts: readonly string[]) => ArrayLike<number>[]) => {
    const library: Library = {
      name: 'doctored',
      aborts: false,
      sends: (text) => text,
      batch: 10,
      open: () => ({ embed: async (texts) => embed(texts) }),
    };
    const plan = {
      library,
      key,
      dimensions: 64,
      random: seeded(1),
      popular: ['a', 'b', 'c'],
      startAfterMs: 0,
      name: 'one',
    };
    return keepAsking(plan, AbortSignal.timeout(30));
  };

  it('takes each text’s own vector', async () => {
    const tally = await ask((texts) => texts.map((text) => truth(text, 64)));
    expect(tally.wrongs).toEqual([]);
    expect(tally.vectors).toBeGreaterThan(0);
  });

  it.each([
    ['another’s vector', (texts: readonly string[]) => texts.map(() => truth('a', 64)), 'another’s vector'],
    [
      'a vector too few',
      (texts: readonly string[]) => texts.slice(1).map((text) => truth(text, 64)),
      'vectors for',
    ],
    [
      'a shorter vector',
      (texts: readonly string[]) => texts.map((text) => truth(text, 63)),
      'another’s vector',
    ],
  ])('notices %s', async (_name, embed, wrong) => {
    expect((await ask(embed)).wrongs.join()).toContain(wrong);
  });

  it('notices an error that no fault explains', async () => {
    const tally = await ask(() => {
      throw new TypeError('cannot read properties of undefined');
    });
    expect(tally.wrongs[0]).toContain('TypeError');
    expect(tally.failures).toEqual({});
  });
});
