import { afterEach, describe, expect, it } from 'vitest';
import { LIBRARIES, type Library } from '../src/clients/index.ts';
import type { AccessKey, Place } from '../src/place.ts';
import { failureOf } from './failure.ts';
import { expectVectors, sharedPlace, truth } from './shared.ts';

const real = sharedPlace({ mode: 'real' });

afterEach(() => real().stub.gate.release());

/** A client has left while its request was out: that is finished, paid, kept, and given out for nothing. */
async function expectKept(place: Place, library: Library, key: AccessKey, project: string): Promise<void> {
  const text = `leaving ${project}`;
  place.stub.gate.release();
  await expect
    .poll(async () => (await place.admin.spend.summary.query({ project })).month)
    .toMatchObject({ heldNanoUsd: '0', uncertainNanoUsd: '0', requests: 1, failedAttempts: 0 });
  expectVectors(await library.open(key).embed([text]), [truth(text)]);
  const { month } = await place.admin.spend.summary.query({ project });
  expect(month).toMatchObject({ requests: 1, recalledInputs: 1 });
}

describe('a client that leaves', () => {
  it.each(LIBRARIES.filter(({ aborts }) => aborts))('by abort: $name', async (library) => {
    const place = real();
    const project = `abort ${library.name}`;
    const key = await place.key(project);
    place.stub.gate.hold('before_billing');
    const leaving = new AbortController();
    const call = failureOf(library.open(key).embed([`leaving ${project}`], { signal: leaving.signal }));
    await place.stub.gate.waitFor(1);
    leaving.abort();
    expect((await call).message).toMatch(/abort|cancel/i);
    await expect.poll(() => key.visits().map(({ status }) => status)).toEqual([499]);
    await expectKept(place, library, key, project);
  });

  // Our own client asks the gateway to give up, which answers then.
  it.each(LIBRARIES)('by its time limit: $name', async (library) => {
    const place = real();
    const project = `timeout ${library.name}`;
    const key = await place.key(project);
    place.stub.gate.hold('before_billing');
    const client = library.open({ ...key, maxRetries: 0, timeoutMs: 200 });
    const failure = await failureOf(client.embed([`leaving ${project}`]));
    expect(`${failure.name} ${failure.message} ${failure.code}`).toMatch(/time.?out|timed out|DEADLINE/i);
    await place.stub.gate.waitFor(1);
    await expect.poll(() => key.visits()).toHaveLength(1);
    await expectKept(place, library, key, project);
  });
});
