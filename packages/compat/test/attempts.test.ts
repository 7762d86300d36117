import { afterEach, describe, expect, it, vi } from 'vitest';
import { aiSdk, aiSdkCompatible } from '../src/clients/ai-sdk.ts';
import { type Library, OPENAI_LIBRARIES } from '../src/clients/index.ts';
import { langchain } from '../src/clients/langchain.ts';
import type { AccessKey } from '../src/place.ts';
import { failureOf } from './failure.ts';
import { expectVectors, sharedPlace, truth } from './shared.ts';

// The gateway tries once, so that every attempt counted here is the library's own.
const real = sharedPlace({ mode: 'real', retry: { maxAttempts: 1, attemptTimeoutMs: 1500 } });

const AI_SDKS: readonly Library[] = [aiSdk, aiSdkCompatible];

/** These look at the status alone, whatever `x-should-retry` says. */
const DEAF: readonly Library[] = [langchain, ...AI_SDKS];

/** The statuses that a key's requests were answered with, once there are as many as expected. */
async function expectVisits(key: AccessKey, statuses: readonly number[]): Promise<void> {
  await expect.poll(() => key.visits().map(({ status }) => status)).toEqual(statuses);
}

/** All libraries at the same time: what they wait for between attempts would add up otherwise. */
function everyLibrary(
  run: (library: Library) => Promise<void>,
  libraries = OPENAI_LIBRARIES,
): Promise<unknown> {
  return Promise.all(libraries.map(run));
}

afterEach(() => {
  real().stub.faults.clear();
  vi.restoreAllMocks();
});

describe('a budget’s refusal', () => {
  it('is asked for once, by each library’s own defaults', async () => {
    const { admin, ...place } = real();
    await everyLibrary(async (library) => {
      const project = `refused ${library.name}`;
      const key = await place.key(project);
      await admin.budgets.create.mutate({ scope: `project:${project}`, window: 'total', limitNanoUsd: '1' });
      // The AI SDK tries any 429 again, twice by default; its users switch that off.
      const options = AI_SDKS.includes(library) ? { ...key, maxRetries: 0 } : key;
      const failure = await failureOf(library.open(options).embed(['too dear']));
      expect(failure).toMatchObject({ status: 429, code: 'insufficient_quota' });
      expect(failure.message).toContain('Nothing was sent or charged');
      await expectVisits(key, [429]);
    });
    expect(place.journal().filter(({ billed }) => billed)).toEqual([]);
  });

  it('costs the AI SDK waiting, never money, when its retries are on', async () => {
    const { admin, ...place } = real();
    const before = place.journal().length;
    await everyLibrary(async (library) => {
      const project = `stubborn ${library.name}`;
      const key = await place.key(project);
      await admin.budgets.create.mutate({ scope: `project:${project}`, window: 'total', limitNanoUsd: '1' });
      await failureOf(library.open({ ...key, maxRetries: 1 }).embed(['still too dear']));
      await expectVisits(key, [429, 429]);
    }, AI_SDKS);
    expect(place.journal()).toHaveLength(before);
  });
});

describe('our own rate limit', () => {
  it('is waited for as it asks, and then passed', async () => {
    const { admin, ...place } = real();
    const realNow = Date.now;
    // The gateway's time stands still, so that a slow machine changes nothing.
    let time = Math.floor(realNow() / 60_000) * 60_000;
    vi.spyOn(Date, 'now').mockImplementation(() => time);
    const keys = new Map<Library, AccessKey>();
    await everyLibrary(async (library) => {
      const project = `paced ${library.name}`;
      const key = await place.key(project);
      const scope = `project:${project}`;
      await admin.rateLimits.set.mutate({ scope, metric: 'requests', period: 'minute', limit: 1 });
      await library.open(key).embed([`${project} one`]);
      keys.set(library, key);
    });
    time += 59_000;
    const statusesOf = (library: Library) =>
      keys
        .get(library)!
        .visits()
        .map(({ status }) => status);
    const calls = everyLibrary(async (library) => {
      const text = `paced ${library.name} two`;
      const began = realNow();
      expectVectors(await library.open(keys.get(library)!).embed([text]), [truth(text)]);
      expect(realNow() - began).toBeGreaterThan(900);
    });
    await expect
      .poll(() => OPENAI_LIBRARIES.every((library) => statusesOf(library).includes(429)))
      .toBe(true);
    time += 1000;
    await calls;
    for (const library of OPENAI_LIBRARIES) {
      expect(statusesOf(library).join(' ')).toMatch(/^200( 429)+ 200$/);
    }
  });
});

describe('the provider’s rate limit', () => {
  it('is passed on with the wait it asks for', async () => {
    const place = real();
    await everyLibrary(async (library) => {
      const key = await place.key(`slowed ${library.name}`);
      const text = `slow down, ${library.name}`;
      place.stub.faults.next('rate_limit', { retryAfterMs: 300, match: { contains: text } });
      expectVectors(await library.open(key).embed([text]), [truth(text)]);
      await expectVisits(key, [429, 200]);
    });
  });
});

describe('a provider that is down', () => {
  it('is asked for again, since nothing was billed', async () => {
    const place = real();
    await everyLibrary(async (library) => {
      const key = await place.key(`down ${library.name}`);
      const text = `anybody there, ${library.name}?`;
      place.stub.faults.next('overloaded', { match: { contains: text } });
      expectVectors(await library.open(key).embed([text]), [truth(text)]);
      await expectVisits(key, [503, 200]);
    });
  });

  it('ends as a server’s error when it stays down', async () => {
    const place = real();
    place.stub.faults.always('overloaded', { match: { contains: 'still down' } });
    await everyLibrary(async (library) => {
      const key = await place.key(`still down ${library.name}`);
      const client = library.open({ ...key, maxRetries: 0 });
      const failure = await failureOf(client.embed([`still down, ${library.name}`]));
      expect(failure).toMatchObject({ status: 503, code: 'provider_unavailable' });
      if (library.name.startsWith('openai')) expect(failure.name).toBe('InternalServerError');
      await expectVisits(key, [503]);
    });
  });
});

describe('what may have been billed', () => {
  const losses = [
    { fault: 'hang', status: 504, code: 'provider_timeout' },
    { fault: 'reset_after', status: 502, code: 'provider_connection_lost' },
    { fault: 'nan', status: 502, code: 'unsound_vectors' },
  ] as const;

  it.each(losses)('is not asked for again by itself: $fault', async ({ fault, status, code }) => {
    const place = real();
    place.stub.faults.always(fault, { match: { contains: `lost to ${fault}` } });
    await everyLibrary(async (library) => {
      const key = await place.key(`${fault} ${library.name}`);
      const options = DEAF.includes(library) ? { ...key, maxRetries: 0 } : key;
      const failure = await failureOf(library.open(options).embed([`lost to ${fault}, ${library.name}`]));
      expect(failure).toMatchObject({ status, code });
      await expect.poll(() => key.visits()).toHaveLength(1);
    });
  });
});
