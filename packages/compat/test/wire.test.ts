import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { MODEL } from '../src/clients/index.ts';
import type { AccessKey } from '../src/place.ts';
import { sharedPlace } from './shared.ts';

const real = sharedPlace({ mode: 'real' });
const run = promisify(execFile);

let key: AccessKey;
beforeAll(async () => {
  key = await real().key('wire');
});

const BODY = JSON.stringify({ model: MODEL, input: 'a', dimensions: 64 });

describe('an address or method that is none', () => {
  it.each([
    ['GET', '/embeddings', 405],
    ['PUT', '/embeddings', 405],
    ['DELETE', '/embeddings', 405],
    ['POST', '/models', 405],
    ['DELETE', `/models/${MODEL}`, 405],
    ['POST', '/embeddings/', 404],
    ['POST', '//embeddings', 404],
    ['POST', '/nothing', 404],
    ['POST', '/chat/completions', 404],
    ['GET', '/models/nobody', 404],
  ])('%s %s: %d, in the form of OpenAI’s errors', async (method, path, status) => {
    const withBody = method === 'POST' || method === 'PUT';
    const ask = ({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }) =>
      fetch(`${baseUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(withBody ? { 'content-type': 'application/json' } : {}),
        },
        ...(withBody ? { body: BODY } : {}),
      });
    const [through, direct] = [await ask(key), await ask(real().direct)];
    expect([through.status, direct.status]).toEqual([status, status]);
    // RFC 9110 asks for it with every 405.
    const allowed = path.startsWith('/models') ? 'GET' : 'POST';
    expect(through.headers.get('allow')).toBe(status === 405 ? allowed : null);
    expect(await through.json()).toEqual({
      error: {
        message: expect.stringMatching(/\S/),
        type: 'invalid_request_error',
        param: path.startsWith('/models/n') ? 'model' : null,
        code: expect.stringMatching(/^[a-z_]+$/),
      },
    });
  });

  it('that cannot be read is refused in that form too', async () => {
    const response = await fetch(`${key.baseUrl}/models/%ff`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', param: null } });
  });
});

describe('without a key', () => {
  it.each([
    ['no header', undefined],
    ['an empty one', 'Bearer '],
    ['a password', 'Basic OmtleQ=='],
    ['two keys', 'Bearer a b'],
    ['a key of OpenAI', 'Bearer sk-proj-0123456789'],
  ])('%s: 401', async (_name, authorization) => {
    const response = await fetch(`${key.baseUrl}/embeddings`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: BODY,
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
  });
});

describe('curl sends a body of megabytes', () => {
  it.each([
    ['as it does', []],
    ['after asking whether it may', ['-H', 'Expect: 100-continue']],
    ['in chunks', ['-H', 'Transfer-Encoding: chunked']],
    ['by HTTP/1.0', ['--http1.0']],
    ['and would take it compressed', ['--compressed']],
  ])('%s', async (_name, flags) => {
    const dir = mkdtempSync(join(tmpdir(), 'weighbridge-wire-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const input = Array.from({ length: 500 }, (_, at) => `number ${at} ${'words '.repeat(350)}`);
    writeFileSync(join(dir, 'body.json'), JSON.stringify({ model: MODEL, input, dimensions: 64 }));
    const { stdout } = await run('curl', [
      ...['-sS', '-o', join(dir, 'answer.json'), '-w', '%{http_code}', `${key.baseUrl}/embeddings`],
      ...['-H', `Authorization: Bearer ${key.apiKey}`, '-H', 'Content-Type: application/json'],
      ...['--data-binary', `@${join(dir, 'body.json')}`, ...flags],
    ]);
    expect(stdout).toBe('200');
  });
});

describe('a client that breaks off', () => {
  const head = (length: number) =>
    [
      'POST /v1/embeddings HTTP/1.1',
      'Host: weighbridge',
      `Authorization: Bearer ${key.apiKey}`,
      'Content-Type: application/json',
      `Content-Length: ${length}`,
      '',
      '',
    ].join('\r\n');

  it.each([
    ['in the middle of its body', () => head(BODY.length) + BODY.slice(0, 20)],
    ['after the headers', () => head(1000)],
    ['in the middle of the headers', () => head(1000).slice(0, 60)],
    ['right after its body', () => head(BODY.length) + BODY],
  ])('%s leaves nothing behind', async (_name, sent) => {
    const { hostname, port } = new URL(key.baseUrl);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(sent());
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    await once(socket, 'close');
    const after = await fetch(`${key.baseUrl}/embeddings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key.apiKey}`, 'content-type': 'application/json' },
      body: BODY,
    });
    expect(after.status).toBe(200);
    const { month } = await real().admin.spend.summary.query({ project: 'wire' });
    expect(month).toMatchObject({ heldNanoUsd: '0', uncertainNanoUsd: '0' });
    expect(real().complaints()).toEqual([]);
  });
});
