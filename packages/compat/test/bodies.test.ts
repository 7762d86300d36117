import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessKey } from '../src/place.ts';
import { type UglyBody, uglyBodies } from '../src/ugly/bodies.ts';
import { sharedPlace } from './shared.ts';

const real = sharedPlace({ mode: 'real' });

let key: AccessKey;
beforeAll(async () => {
  key = await real().key('bodies');
});

async function post(to: { baseUrl: string; apiKey: string }, ugly: UglyBody): Promise<Response> {
  const { body, contentType = 'application/json' } = ugly;
  return fetch(`${to.baseUrl}/embeddings`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${to.apiKey}`,
      ...(contentType === null ? {} : { 'content-type': contentType }),
    },
    body: typeof body === 'string' ? Buffer.from(body) : body.slice(),
  });
}

describe('a body that no library would send', () => {
  it.each(uglyBodies())('$name: $status', async (ugly) => {
    const through = await post(key, ugly);
    const direct = await post(real().direct, ugly);
    // The stub judges as OpenAI does, and by code of its own.
    expect([through.status, direct.status]).toEqual([ugly.status, ugly.status]);
    expect(through.headers.get('content-type')).toMatch(/^application\/json/);
    expect(through.headers.get('x-request-id')).toMatch(/^\S+$/);
    const ours = await through.json();
    if (ugly.status === 200) {
      expect(ours).toEqual(await direct.json());
      return;
    }
    expect(ours).toEqual({
      error: {
        message: expect.stringMatching(/\S/),
        type: 'invalid_request_error',
        param: expect.toSatisfy((param) => param === null || typeof param === 'string'),
        code: expect.stringMatching(/^[a-z_]+$/),
      },
    });
  });
});

// Nothing that was refused was sent, and none of it was a surprise.
afterAll(() => {
  const place = real();
  const accepted = uglyBodies().filter(({ status }) => status === 200);
  expect(place.journal().length).toBeLessThanOrEqual(accepted.length);
  expect(place.journal().every(({ billed }) => billed)).toBe(true);
  expect(place.complaints()).toEqual([]);
});
