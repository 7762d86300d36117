import { request } from 'node:http';
import { createClient, WeighbridgeClientError } from '@weighbridge/client';
import { describe, expect, it } from 'vitest';
import { gatewayFor, rowsOf, shared, stubFor } from './harness.ts';

const stub = shared((undo) => stubFor({}, undo));
const gateway = shared((undo) => gatewayFor({ stub: stub() }, undo));

interface Posted {
  body?: unknown;
  token?: string | undefined;
  type?: string;
}

function post({ body, token, type = 'application/json' }: Posted): Promise<Response> {
  return fetch(`${gateway().url}/bulk/embeddings`, {
    method: 'POST',
    headers: { 'content-type': type, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function refused(posted: Posted) {
  const response = await post(posted);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  const { error } = (await response.json()) as {
    error: { message: string; data: { httpStatus: number; weighbridge: Record<string, unknown> } };
  };
  expect(error.data.httpStatus).toBe(response.status);
  return { status: response.status, message: error.message, ...error.data.weighbridge };
}

describe('POST /bulk/embeddings', () => {
  it('answers what the procedure answers, with the vectors as bytes', async () => {
    const { admin, cliToken } = gateway();
    const inputs = ['one', 'two', 'one', 'three'];
    const response = await post({ body: { inputs, dimensions: 5 }, token: cliToken });
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const frame = Buffer.from(await response.arrayBuffer());
    expect(frame.length).toBe(Number(response.headers.get('content-length')));
    expect(frame.subarray(0, 4).toString()).toBe('WBVF');
    expect(frame.readUInt32LE(4)).toBe(1);
    const start = 16 + frame.readUInt32LE(8);
    expect(start % 4).toBe(0);
    const header = JSON.parse(frame.subarray(16, start).toString());
    const { vectors, floats, ...same } = await admin.embeddings.embed.mutate({ inputs, dimensions: 5 });
    expect(Object.keys(header).sort()).toEqual(Object.keys(same).sort());
    expect(header).toMatchObject({ space: same.space, count: 4, dimensions: 5, requests: 1, tokens: 4 });
    expect(floats).toBeNull();
    expect(frame.subarray(start).toString('base64')).toBe(vectors);
  });

  it('lets in access keys and the command, and says to everybody else what is missing', async () => {
    const body = { inputs: ['let me in'] };
    expect((await post({ body, token: await gateway().key('bulk') })).status).toBe(200);
    expect(await refused({ body })).toMatchObject({ status: 401, code: 'MISSING_KEY' });
    expect(await refused({ body, token: 'wb_made-up' })).toMatchObject({ status: 401, code: 'INVALID_KEY' });
  });

  it('refuses as the procedure does: the same codes, facts and status', async () => {
    const token = await gateway().key('refused in bulk');
    const cases: [unknown, number, string, Record<string, unknown>?][] = [
      [{ inputs: ['fine', ''] }, 400, 'EMPTY_INPUT', { index: 1 }],
      [{ inputs: ['fine', 7] }, 400, 'INVALID_INPUT', { index: 1 }],
      [{ inputs: [] }, 400, 'EMPTY_REQUEST'],
      [{ inputs: ['x'], model: 'none' }, 400, 'UNKNOWN_MODEL'],
      [{ inputs: ['x'], space: 'another' }, 409, 'SPACE_MISMATCH', { pinned: 'another' }],
      [{ inputs: ['x'], timeoutMs: -1 }, 400, 'INVALID_REQUEST', { field: 'timeoutMs' }],
      ['{"inputs": [', 400, 'INVALID_REQUEST'],
    ];
    for (const [body, status, code, facts = {}] of cases) {
      expect(await refused({ body, token })).toMatchObject({ status, code, facts });
    }
    expect(await refused({ body: 'a', type: 'text/plain', token })).toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });

  it('marks a failed item, and never shows its vector', async () => {
    const texts = ['sound', 'spoilt for good'];
    const { url, cliToken } = gateway();
    const client = createClient({ url, token: cliToken });
    stub().faults.next('nan', { times: 2, itemsContaining: 'for good' });
    const { items, vectors, matrix, failed } = await client.embed({
      inputs: texts,
      dimensions: 8,
      partial: true,
    });
    expect(failed).toBe(1);
    expect(items[1]?.error).toMatchObject({ code: 'UNSOUND_VECTORS' });
    expect(vectors[1]).toBeNull();
    expect(matrix.subarray(8).every(Number.isNaN)).toBe(true);
    expect(vectors[0]?.every(Number.isFinite)).toBe(true);
  });

  it('waits for a slow reader instead of filling its memory, and survives one that leaves', async () => {
    const { url, cliToken, admin } = gateway();
    const inputs = Array.from({ length: 2000 }, (_, at) => `line ${at} of a long answer`);
    const expected = rowsOf(await admin.embeddings.embed.mutate({ inputs }));
    const slow = await new Promise<Buffer>((resolve, reject) => {
      const outgoing = request(
        `${url}/bulk/embeddings`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${cliToken}` },
        },
        async (incoming) => {
          const pieces: Buffer[] = [];
          for await (const piece of incoming) {
            pieces.push(piece as Buffer);
            if (pieces.length % 40 === 0) await new Promise((next) => setTimeout(next, 2));
          }
          resolve(Buffer.concat(pieces));
        },
      );
      outgoing.once('error', reject);
      outgoing.end(JSON.stringify({ inputs }));
    });
    expect(slow.subarray(-1536 * 4)).toEqual(Buffer.from(expected.at(-1)!.slice().buffer));

    const leaving = new AbortController();
    const left = await fetch(`${url}/bulk/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${cliToken}` },
      body: JSON.stringify({ inputs }),
      signal: leaving.signal,
    });
    leaving.abort();
    await expect(left.arrayBuffer()).rejects.toThrow();
    const cut = createClient({ url, token: cliToken }).embed({ inputs, signal: leaving.signal });
    await expect(cut).rejects.toBeInstanceOf(WeighbridgeClientError);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });
});
