import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createDirectFetch } from './direct-fetch.ts';
import { readBody, readChunks } from './read-body.ts';

const MB = 1024 * 1024;
const fetch = createDirectFetch();
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/x?y=z`;
}

describe('a direct fetch', () => {
  it('sends method, headers, path and body, and looks up headers of the answer', async () => {
    const url = await serve(async (request, response) => {
      const said = `${request.method} ${request.url} ${request.headers['x-one']}`;
      response.setHeader('x-request-id', 'req_1').setHeader('x-many', ['a', 'b']);
      response.end(`${said} ${Buffer.concat(await request.toArray())}`);
    });
    const answer = await fetch(url, { method: 'POST', headers: { 'x-one': '1' }, body: 'asked' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('X-Many')).toBe('a, b');
    expect(answer.headers.get('x-none')).toBeNull();
    expect([...answer.headers]).toEqual([['x-request-id', 'req_1']]);
    expect(await readBody(answer, 1000)).toBe('POST /v1/x?y=z 1 asked');
  });

  it('gives all headers of a failure, and a body that was compressed unasked', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(429, { 'retry-after': '7', 'content-encoding': 'gzip' }).end(gzipSync('too much'));
    });
    const answer = await fetch(url, { headers: {} });
    expect(answer.ok).toBe(false);
    expect([...answer.headers.keys()]).toContain('retry-after');
    expect(await readBody(answer, 1000)).toBe('too much');
  });

  it('keeps what came before its reader, and lets the connection wait with the rest', async () => {
    const sent = Buffer.alloc(32 * MB, 'x');
    let written = 0;
    const url = await serve((request, response) => {
      response.end(sent);
      const timer = setInterval(() => {
        written = request.socket.bytesWritten - request.socket.writableLength;
      }, 5);
      response.on('close', () => clearInterval(timer));
    });
    const answer = await fetch(url, { headers: {} });
    await wait(300);
    expect(written).toBeLessThan(sent.length);
    let bytes = 0;
    await readChunks(answer, sent.length, (chunk) => {
      bytes += chunk.byteLength;
    });
    expect(bytes).toBe(sent.length);
  });

  it('ends with its signal: before the answer, in the middle of its body, and before it was begun', async () => {
    const url = await serve((request, response) => {
      if (request.headers['x-how'] === 'begin') response.write('begun');
    });
    const reason = new Error('enough');
    const early = new AbortController();
    const waiting = fetch(url, { headers: {}, signal: early.signal });
    setTimeout(() => early.abort(reason), 30);
    await expect(waiting).rejects.toBe(reason);

    const late = new AbortController();
    const begun = await fetch(url, { headers: { 'x-how': 'begin' }, signal: late.signal });
    setTimeout(() => late.abort(reason), 30);
    await expect(readBody(begun, 1000)).rejects.toBe(reason);

    await expect(fetch(url, { headers: {}, signal: late.signal })).rejects.toBe(reason);
  });

  it('tells of a connection that is cut, and of none that there is', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    const cut = await fetch(url, { headers: {} });
    await expect(readBody(cut, 1000)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    server?.close();
    server?.closeAllConnections();
    await wait(20);
    await expect(fetch(url, { headers: {} })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('stops reading where its reader throws, and closes the connection', async () => {
    let closed: Promise<unknown> | undefined;
    const url = await serve((_request, response) => {
      closed = once(response, 'close');
      response.write('one');
      setTimeout(() => response.write('two'), 20);
    });
    const answer = await fetch(url, { headers: {} });
    const broken = new Error('cannot take it');
    await expect(
      readChunks(answer, 1000, () => {
        throw broken;
      }),
    ).rejects.toBe(broken);
    await closed;
  });
});
