import { setTimeout as sleep } from 'node:timers/promises';
import type { Library } from '../clients/index.ts';
import { readFailure } from '../failure.ts';
import type { AccessKey } from '../place.ts';
import { isSame, truth } from '../vectors.ts';

/** What one client, or all of them together, went through. */
export interface Tally {
  calls: number;
  vectors: number;
  aborted: number;
  /** Errors that a fault explains, by code. */
  failures: Record<string, number>;
  /** What must never be, in words. */
  wrongs: string[];
}

export interface ClientPlan {
  library: Library;
  key: AccessKey;
  dimensions: number;
  random: () => number;
  /** Texts that many clients ask for again and again. */
  popular: readonly string[];
  /** Milliseconds to wait before the first call: two hundred at the same instant would measure the machine. */
  startAfterMs: number;
  /** Sets apart the texts that only this client asks for. */
  name: string;
}

/** What a provider in trouble, a budget or a limit may end a call with. */
const EXPLAINED: ReadonlySet<unknown> = new Set([
  'insufficient_quota',
  'rate_limit_exceeded',
  'provider_rate_limited',
  'provider_unavailable',
  'provider_timeout',
  'provider_connection_lost',
  'provider_bad_answer',
  'unsound_vectors',
  'budget_exceeded',
  'rate_limited',
]);

const MOST_TEXTS = 24;
const ABORTED = 0.05;
const MOST_PAUSE_MS = 1500;

/** Asks for texts, some popular and some its own, until told to stop, and looks at every vector that comes. */
export async function keepAsking(plan: ClientPlan, stop: AbortSignal): Promise<Tally> {
  const { library, key, dimensions, random, popular, name } = plan;
  const tally: Tally = { calls: 0, vectors: 0, aborted: 0, failures: {}, wrongs: [] };
  const client = library.open({ ...key, dimensions, maxRetries: random() < 0.5 ? 0 : 1 });
  const pick = () =>
    // The lower half of the list is asked for three times out of four.
    popular[Math.floor(random() * popular.length * (random() < 0.5 ? 0.5 : 1))] ?? '';
  const pause = (ms: number) => sleep(ms, undefined, { signal: stop }).catch(() => undefined);
  await pause(plan.startAfterMs);
  while (!stop.aborted) {
    tally.calls += 1;
    const texts = Array.from({ length: 1 + Math.floor(random() * MOST_TEXTS) }, (_, at) =>
      random() < 0.7 ? pick() : `${name} asks for number ${tally.calls}.${at}`,
    );
    const leaving = library.aborts && random() < ABORTED ? new AbortController() : undefined;
    const timer = leaving && setTimeout(() => leaving.abort(), random() * 60);
    try {
      const vectors = await client.embed(texts, leaving ? { signal: leaving.signal } : {});
      if (vectors.length !== texts.length) {
        tally.wrongs.push(`${name}: ${vectors.length} vectors for ${texts.length} texts`);
      }
      for (const [at, vector] of vectors.entries()) {
        const expected = truth(library.sends(texts[at] ?? ''), dimensions);
        if (!isSame(vector, expected)) tally.wrongs.push(`${name}: another’s vector in place ${at}`);
      }
      tally.vectors += vectors.length;
    } catch (thrown) {
      if (leaving?.signal.aborted) tally.aborted += 1;
      else noteFailure(tally, name, thrown);
    } finally {
      clearTimeout(timer);
    }
    await pause(random() * MOST_PAUSE_MS);
  }
  return tally;
}

function noteFailure(tally: Tally, name: string, thrown: unknown): void {
  const { status, code, message, name: kind } = readFailure(thrown);
  const word = typeof code === 'string' ? code.toLowerCase() : '';
  if (EXPLAINED.has(word)) tally.failures[word] = (tally.failures[word] ?? 0) + 1;
  else tally.wrongs.push(`${name}: ${kind} ${status} ${word}: ${message}`);
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const all: Tally = { calls: 0, vectors: 0, aborted: 0, failures: {}, wrongs: [] };
  for (const { calls, vectors, aborted, failures, wrongs } of tallies) {
    all.calls += calls;
    all.vectors += vectors;
    all.aborted += aborted;
    all.wrongs.push(...wrongs);
    for (const [code, count] of Object.entries(failures))
      all.failures[code] = (all.failures[code] ?? 0) + count;
  }
  return all;
}
