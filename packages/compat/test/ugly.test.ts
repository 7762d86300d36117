import { sha256Of } from '@weighbridge/openai-stub';
import { describe, expect, it } from 'vitest';
import { LIBRARIES, type Library } from '../src/clients/index.ts';
import { llamaindex } from '../src/clients/llamaindex.ts';
import { weighbridge } from '../src/clients/weighbridge.ts';
import { type UglyText, uglyTexts } from '../src/ugly/texts.ts';
import { failureOf } from './failure.ts';
import { cosine, expectVectors, sharedPlace, truth, weighIndependently } from './shared.ts';

const real = sharedPlace({ mode: 'real' });

const TEXTS = uglyTexts();

/** Small vectors: what is asked here is which texts pass. */
const FEW = 64;

/** Texts of this length LlamaIndexTS counts in JavaScript, in time that grows with their square; it would take hours. */
const LLAMAINDEX_CHOKES = 25_000;

type Verdict = 'empty_input' | 'invalid_unicode' | 'context_length_exceeded' | null;

// Counting a megabyte takes the stub's counter half a second.
const verdicts = new Map<string, Verdict>();

/** What must become of a text, by the stub's own count: an error's code, or null for a vector. */
function verdictOn(text: string): Verdict {
  if (text === '') return 'empty_input';
  if (!text.isWellFormed()) return 'invalid_unicode';
  const known = verdicts.get(text);
  if (known !== undefined) return known;
  const verdict = weighIndependently(text) > 8192 ? 'context_length_exceeded' : null;
  verdicts.set(text, verdict);
  return verdict;
}

const OURS = {
  empty_input: 'EMPTY_INPUT',
  invalid_unicode: 'INVALID_UNICODE',
  context_length_exceeded: 'INPUT_TOO_LONG',
} as const;

/** A text, and its fate once a library has made of it what it sends. */
interface Judged extends UglyText {
  verdict: Verdict;
}

function judged(library: Pick<Library, 'sends'>): Judged[] {
  return TEXTS.map(({ name, text }) => ({ name, text, verdict: verdictOn(library.sends(text)) }));
}

/** What a library makes of a text; null when all is as it must be. */
async function faultOf(
  library: Library,
  embed: (texts: string[]) => Promise<ArrayLike<number>[]>,
  { name, text, verdict }: Judged,
): Promise<string | null> {
  if (verdict === null) {
    const [vector, ...more] = await embed([text]).catch((error: Error) => {
      throw new Error(`${name}: ${error.message}`);
    });
    if (!vector || more.length > 0 || vector.length !== FEW) return `${name}: not one vector`;
    return cosine(vector, truth(library.sends(text), FEW)) > 0.99999 ? null : `${name}: another’s vector`;
  }
  const failure = await failureOf(embed([text]));
  if (library === weighbridge) return failure.code === OURS[verdict] ? null : `${name}: ${failure.code}`;
  if (failure.name === 'ContextOverflowError' && verdict === 'context_length_exceeded') return null;
  return failure.status === 400 && failure.code === verdict
    ? null
    : `${name}: ${failure.status} ${failure.code}`;
}

/** Whether a text gets as far as the gateway. */
function leaves(library: Library, { text, verdict }: Judged): boolean {
  if (library !== llamaindex) return true;
  return text.length < LLAMAINDEX_CHOKES && verdict !== 'context_length_exceeded';
}

it('are more than two hundred, all different, of every fate', () => {
  expect(new Set(TEXTS.map(({ text }) => text)).size).toBe(TEXTS.length);
  expect(TEXTS.length).toBeGreaterThan(200);
  const fates = Map.groupBy(judged({ sends: (text) => text }), ({ verdict }) => verdict);
  expect(fates.get(null)!.length).toBeGreaterThan(150);
  expect(fates.get('invalid_unicode')!.length).toBeGreaterThanOrEqual(8);
  expect(fates.get('context_length_exceeded')!.length).toBeGreaterThanOrEqual(8);
});

describe.each(LIBRARIES)('through $name', (library) => {
  it('each gives its vector, or an error that says what is wrong with it', async () => {
    const key = await real().key(`ugly ${library.name}`);
    const client = library.open({ ...key, dimensions: FEW, maxRetries: 0 });
    const faults: string[] = [];
    const waiting = judged(library).filter((ugly) => leaves(library, ugly));
    const sendSome = async () => {
      for (let ugly = waiting.shift(); ugly; ugly = waiting.shift()) {
        const fault = await faultOf(library, client.embed, ugly);
        if (fault) faults.push(fault);
      }
    };
    await Promise.all(Array.from({ length: 4 }, sendSome));
    expect(faults).toEqual([]);
  });

  it('all that can be embedded go in one call, each in its place', async () => {
    const key = await real().key(`ugly at once ${library.name}`);
    const fine = judged(library).filter((ugly) => ugly.verdict === null && leaves(library, ugly));
    // Twice each, the second time in another order.
    const texts = [...fine, ...fine.toReversed()].map(({ text }) => text);
    const vectors = await library.open({ ...key, dimensions: FEW }).embed(texts);
    expectVectors(
      vectors,
      texts.map((text) => truth(library.sends(text), FEW)),
    );
  });
});

it('of all these nothing refused was sent, nothing is open, and the ledger is the stub’s own bill', async () => {
  const { admin, url, ...place } = real();
  await place.stub.idle();
  const journal = place.journal();
  const sent = new Set(journal.flatMap(({ sha256 }) => sha256));
  for (const { text, verdict } of judged({ sends: (same) => same })) {
    if (verdict !== null) expect(sent).not.toContain(sha256Of(text.toWellFormed()));
  }
  await expect
    .poll(async () => (await admin.spend.summary.query({})).month)
    .toMatchObject({
      settledTokens: journal.reduce((sum, { billedTokens }) => sum + billedTokens, 0),
      requests: journal.length,
      heldNanoUsd: '0',
      uncertainNanoUsd: '0',
      failedAttempts: 0,
    });
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(place.complaints()).toEqual([]);
});
