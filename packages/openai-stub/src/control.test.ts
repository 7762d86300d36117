import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { post, SMALL } from '../test/requests.ts';
import { parseJournal, type Stub, startStub } from './index.ts';

let stub: Stub;
beforeEach(async () => {
  stub = await startStub();
});
afterEach(async () => {
  await stub.close();
});

async function steer(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${stub.url}/__stub/${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, json: await response.json() };
}

const status = async (input: string | string[] = 'a') => (await post(stub, { model: SMALL, input })).status;

describe('steering from another process', () => {
  it('programmes faults, lists and clears them', async () => {
    await steer('POST', 'faults', { kind: 'server_error', match: { contains: 'x' }, after: 1 });
    await steer('POST', 'faults', { mode: 'always', kind: 'overloaded', match: { contains: 'y' } });
    expect(await steer('GET', 'faults')).toEqual({
      status: 200,
      json: {
        faults: [
          { mode: 'next', kind: 'server_error', times: 1 },
          { mode: 'always', kind: 'overloaded' },
        ],
      },
    });
    expect([await status('x'), await status('x'), await status('x'), await status('y')]).toEqual([
      200, 500, 200, 503,
    ]);
    expect(await steer('DELETE', 'faults')).toEqual({ status: 200, json: { faults: [] } });
    expect(await status('y')).toBe(200);
  });

  it('programmes random faults, with options', async () => {
    await steer('POST', 'faults', {
      mode: 'random',
      probabilities: { proxy_502: { probability: 1, billed: false } },
      seed: 3,
    });
    expect(await status()).toBe(502);
    expect(stub.journal.entries()).toMatchObject([{ fault: 'proxy_502', billed: false }]);
  });

  it.each([
    ['an unknown kind', { kind: 'nope' }, /no fault 'nope'/],
    ['no kind', {}, /no fault 'undefined'/],
    ['an unknown mode', { mode: 'sometimes', kind: 'hang' }, /mode/],
    ['an unknown option', { kind: 'hang', often: true }, /'often'/],
    ['a wrong type', { kind: 'hang', times: '3' }, /'times'/],
    ['an unknown match', { kind: 'hang', match: { has: 'x' } }, /'match'/],
    ['a senseless value', { kind: 'hang', times: 0 }, /times/],
    ['random without probabilities', { mode: 'random' }, /probabilities/],
    ['a probability of the wrong type', { mode: 'random', probabilities: { hang: 'often' } }, /probability/],
    ['a probability above 1', { mode: 'random', probabilities: { hang: 2 } }, /from 0 to 1/],
    ['an array', [], /JSON object/],
    ['broken JSON', '{', /JSON object/],
  ])('refuses %s', async (_name, body, message) => {
    const answer = await steer('POST', 'faults', body);
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({
      error: { code: 'bad_option', message: expect.stringMatching(message) },
    });
    expect(stub.faults.list()).toEqual([]);
  });

  it('serves the journal as JSON lines, whole or from where one left off', async () => {
    await status('a');
    await status('');
    await status('b');
    const read = async (query = '') => {
      const response = await fetch(`${stub.url}/__stub/journal${query}`);
      expect(response.headers.get('content-type')).toBe('application/x-ndjson');
      return parseJournal(await response.text(), 'HTTP');
    };
    expect(await read()).toEqual(stub.journal.entries());
    expect((await read('?after=1')).map(({ seq }) => seq)).toEqual([2, 3]);
    expect(await read('?after=3')).toEqual([]);
    expect((await steer('GET', 'journal?after=x')).status).toBe(400);
  });

  it('serves the counters', async () => {
    await status();
    expect(await steer('GET', 'stats')).toEqual({ status: 200, json: stub.stats() });
  });

  it('sets the latency', async () => {
    expect(await steer('POST', 'latency', { latencyMs: [50, 60] })).toEqual({
      status: 200,
      json: { latencyMs: [50, 60] },
    });
    const started = performance.now();
    await status();
    expect(performance.now() - started).toBeGreaterThan(45);
    for (const latencyMs of [-1, '5', [1], [5, 1], ['a', 'b'], null]) {
      expect((await steer('POST', 'latency', { latencyMs })).status).toBe(400);
    }
  });

  it('holds and releases the gate', async () => {
    expect(await steer('POST', 'gate', { at: 'before_billing' })).toMatchObject({
      json: { at: 'before_billing' },
    });
    const answer = status();
    await stub.gate.waitFor(1);
    expect((await steer('GET', 'stats')).json).toMatchObject({ held: 1, billedRequests: 0 });
    expect(await steer('DELETE', 'gate')).toMatchObject({ json: { at: null } });
    expect(await answer).toBe(200);
    expect(await steer('POST', 'gate')).toMatchObject({ json: { at: 'after_billing' } });
    expect((await steer('POST', 'gate', { at: 'there' })).status).toBe(400);
  });

  it('counts texts ahead', async () => {
    expect(await steer('POST', 'prime', { input: ['a', 'b'] })).toEqual({ status: 200, json: { primed: 2 } });
    expect((await steer('POST', 'prime', { input: [1] })).status).toBe(400);
    expect(stub.journal.entries()).toEqual([]);
  });

  it('has no other routes', async () => {
    expect((await steer('GET', 'nope')).status).toBe(404);
    expect((await steer('PUT', 'faults')).status).toBe(404);
  });
});
