import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineBench, engineBench } from '../../test/engine-bench.ts';
import { MODELS } from '../models/catalogue.ts';
import { fixedCatalogue } from '../models/fixed-catalogue.ts';
import type { RecallStore } from '../ports/recall.ts';
import { createTokenizer } from '../tokenizer/index.ts';
import { weightedAverage } from './weighted-average.ts';

// A model that takes 20 tokens, and is sent 16 of what is too long, so that the tests move little.
const MOST = 20;
const SAFE = 16;
const models = MODELS.map((model) => ({
  ...model,
  limits: { ...model.limits, maxTokensPerInput: MOST, safeTokensPerInput: SAFE },
}));
const tokenizer = createTokenizer();
const long = Array.from({ length: 25 }, (_, i) => `word ${i}`).join(' ');

let bench: EngineBench;
beforeEach(async () => {
  bench = await engineBench({
    stub: { limits: { maxInputTokens: MOST }, journalTexts: true },
    deps: { models: fixedCatalogue(models) },
  });
});
afterEach(() => bench.close());

const sent = () => bench.stub.journal.entries().flatMap((entry) => entry.texts ?? []);
const free = async (kind: string) => {
  await bench.engine.drain(1000);
  return bench.ledger.free.filter((entry) => entry.kind === kind);
};

describe('a text that is too long', () => {
  it('is refused by default, before anything is sent', async () => {
    await expect(bench.embed(['short', long])).rejects.toMatchObject({
      code: 'INPUT_TOO_LONG',
      facts: { index: 1, limit: MOST },
    });
    expect(sent()).toEqual([]);
  });

  it('is truncated to the exact token, which the ledger and the answer say', async () => {
    const tokens = tokenizer.count(long);
    const cut = tokenizer.truncate(long, SAFE);
    const answer = await bench.embed(['short', long], { tooLong: 'truncate' });
    expect(answer.items).toMatchObject([
      { tokens: 1, truncatedTokens: 0, windows: 1 },
      { tokens: SAFE, truncatedTokens: tokens - SAFE, windows: 1 },
    ]);
    expect(sent()).toEqual(['short', cut.text]);
    expect(answer).toMatchObject({
      tokens: 1 + SAFE,
      billedTokens: 1 + SAFE,
      truncatedTokens: tokens - SAFE,
    });
    expect(answer.savedNanoUsd).toBe(BigInt(tokens - SAFE) * 20n);
    expect(await free('truncated')).toMatchObject([
      { inputs: 1, tokens: tokens - SAFE, wouldHaveNanoUsd: BigInt(tokens - SAFE) * 20n },
    ]);
  });

  it('is cut where the provider may refuse the last token too, but left whole where it is refused beyond it', async () => {
    const borderline = ' a'.repeat(SAFE + 1);
    await bench.embed([borderline]);
    await bench.embed([borderline], { tooLong: 'truncate' });
    expect(sent()).toEqual([borderline, ' a'.repeat(SAFE)]);
  });

  it('shares the vector of the text that it was truncated to', async () => {
    const cut = tokenizer.truncate(long, SAFE).text;
    const first = await bench.embed([cut]);
    const again = await bench.embed([`${cut} and then something else`, long], { tooLong: 'truncate' });
    expect(again.items.map((item) => item.cached)).toEqual([true, true]);
    expect(again.items[1]!.vector).toEqual(first.items[0]!.vector);
    expect(bench.stub.journal.summary().billedRequests).toBe(1);
  });

  it('is split into windows that join up to it, and averaged by their tokens', async () => {
    const windows = tokenizer.split(long, SAFE);
    const answer = await bench.embed([long, 'short'], { tooLong: 'split' });
    expect(sent()).toEqual([...windows.map((window) => window.text), 'short']);
    const alone = await bench.embed(windows.map((window) => window.text));
    expect(alone.cachedInputs).toBe(windows.length);
    const average = weightedAverage(
      alone.items.map((item) => item.vector!),
      windows.map((window) => window.tokens),
    );
    expect(answer.items[0]).toMatchObject({ windows: windows.length, truncatedTokens: 0, cached: false });
    expect(answer.items[0]!.vector).toEqual(average);
    expect(Math.hypot(...answer.items[0]!.vector!)).toBeCloseTo(1, 6);
    expect(answer.items[1]).toMatchObject({ index: 1, windows: 1 });
    expect(answer.tokens).toBe(answer.billedTokens);
    expect(await free('truncated')).toEqual([]);
  });

  it('pays for equal windows once, within a text, between texts and from call to call', async () => {
    const unit = ' alpha beta gamma delta'.repeat(4);
    const window = tokenizer.split(unit.repeat(3), SAFE);
    expect(new Set(window.map(({ text }) => text)).size).toBe(1);
    const answer = await bench.embed([unit.repeat(3), unit.repeat(5)], { tooLong: 'split' });
    expect(sent()).toEqual([unit]);
    expect(answer.items.map((item) => item.windows)).toEqual([3, 5]);
    expect(
      answer.items[0]!.vector!.every((value, i) => Math.abs(value - answer.items[1]!.vector![i]!) < 1e-7),
    ).toBe(true);
    const again = await bench.embed([unit.repeat(2)], { tooLong: 'split' });
    expect(again).toMatchObject({ cachedInputs: 1, billedTokens: 0, items: [{ cached: true, windows: 2 }] });
    expect(await free('deduplicated')).toMatchObject([{ inputs: 7, tokens: 7 * SAFE }]);
    expect(await free('recalled')).toMatchObject([{ inputs: 2, tokens: 2 * SAFE }]);
  });

  it('fails with the window that fails, and keeps the others', async () => {
    // One request for each window, of which the second is rejected.
    await bench.close();
    const one = models.map((model) => ({ ...model, limits: { ...model.limits, maxInputs: 1 } }));
    bench = await engineBench({
      stub: { limits: { maxInputTokens: MOST }, journalTexts: true },
      deps: { models: fixedCatalogue(one) },
    });
    bench.stub.faults.next('bad_request');
    const windows = tokenizer.split(long, SAFE);
    const answer = await bench.embed([long, 'short'], { tooLong: 'split' });
    expect(answer.items[0]).toMatchObject({
      vector: undefined,
      error: { code: 'PROVIDER_REJECTED' },
      cached: false,
    });
    expect(answer.items[1]!.vector).toBeDefined();
    const again = await bench.embed([long], { tooLong: 'split' });
    expect(again.items[0]!.vector).toBeDefined();
    expect(again.requests).toBe(1);
    expect(bench.stub.journal.summary().billedRequests).toBe(windows.length + 1);
  });

  it('is an error when its windows cancel out, not a vector of nothing', async () => {
    const [first, second] = tokenizer.split(long, SAFE);
    const text = first!.text + second!.text;
    const there = (await bench.embed([first!.text])).items[0]!.vector!;
    const store: RecallStore = bench.recall;
    // As a provider would have it whose vectors for the two are opposite.
    await bench.embed([second!.text]);
    for (const kept of bench.recall.kept.values()) {
      if (kept.vector[0] !== there[0]) kept.vector.set(there.map((value) => -value));
    }
    expect(await store.stats()).toMatchObject({ entries: 2 });
    const answer = await bench.embed([text, 'short'], { tooLong: 'split' });
    expect(answer.items[0]).toMatchObject({ vector: undefined, error: { code: 'WINDOWS_CANCEL_OUT' } });
    expect(answer.items[1]!.vector).toBeDefined();
  });

  it('is quoted as it would be sent', async () => {
    const total = tokenizer.count(long);
    const windows = tokenizer.split(long, SAFE);
    const quote = (tooLong: 'error' | 'truncate' | 'split') =>
      bench.engine.quote({ ...bench.call(['short', long, long]), tooLong });
    expect(await quote('error')).toMatchObject({
      sendTokens: 1,
      tooLong: [{ index: 1 }, { index: 2 }],
      cut: [],
    });
    expect(await quote('truncate')).toMatchObject({
      inputs: 3,
      sendInputs: 2,
      sendTokens: 1 + SAFE,
      costNanoUsd: BigInt(1 + SAFE) * 20n,
      duplicateInputs: 1,
      tooLong: [],
      cut: [1, 2].map((index) => ({ index, tokens: SAFE, truncatedTokens: total - SAFE, windows: 1 })),
    });
    const split = await quote('split');
    const sum = windows.reduce((tokens, window) => tokens + window.tokens, 0);
    expect(split).toMatchObject({ sendTokens: 1 + sum, tooLong: [] });
    expect(split.cut[0]).toEqual({ index: 1, tokens: sum, truncatedTokens: 0, windows: windows.length });
    const answer = await bench.embed(['short', long, long], { tooLong: 'split' });
    expect(answer.costNanoUsd).toBe(split.costNanoUsd);
  });

  it('counts against a budget with all its windows: the first inputs that fit are named as inputs', async () => {
    const windows = tokenizer.split(long, SAFE);
    const sum = windows.reduce((tokens, window) => tokens + window.tokens, 0);
    bench.ledger.limit = BigInt(1 + sum) * 20n;
    const refused = bench.embed(['short', long, 'another one', long], { tooLong: 'split' });
    await expect(refused).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      facts: { inputs: 4, inputsThatFit: 2 },
    });
    bench.ledger.limit = BigInt(1 + sum + 2) * 20n;
    // What is a repeat costs nothing more.
    await expect(
      bench.embed(['short', long, 'another one', long, 'x'], { tooLong: 'split' }),
    ).rejects.toMatchObject({ facts: { inputsThatFit: 4 } });
    expect(sent()).toEqual([]);
  });

  it('may be token ids', async () => {
    const ids = tokenizer.encode(long);
    const spell = (some: Uint32Array) => {
      const text = tokenizer.decode(some);
      return {
        text,
        canonical: tokenizer.encode(text).join() === some.join(),
        endsInside: text.endsWith('\ufffd'),
      };
    };
    const call = (tooLong: 'truncate' | 'split') =>
      bench.embed(['stands for ids'], { tooLong, spell, tokenIds: [{ ids, canonical: false }] });
    const truncated = await call('truncate');
    expect(truncated.items[0]).toMatchObject({ tokens: SAFE, truncatedTokens: ids.length - SAFE });
    const asText = await bench.embed([tokenizer.decode(ids.slice(0, SAFE))]);
    expect(asText.cachedInputs).toBe(1);
    const split = await call('split');
    expect(split.items[0]).toMatchObject({ tokens: ids.length, windows: Math.ceil(ids.length / SAFE) });
    expect(split.billedTokens).toBe(ids.length - SAFE);
    expect(Math.hypot(...split.items[0]!.vector!)).toBeCloseTo(1, 6);
  });

  it('stops being cut when the caller leaves', async () => {
    const leave = new AbortController();
    const call = bench.embed(['word '.repeat(2_000_000)], { tooLong: 'split', signal: leave.signal });
    setTimeout(() => leave.abort(), 5);
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(sent()).toEqual([]);
  });
});
