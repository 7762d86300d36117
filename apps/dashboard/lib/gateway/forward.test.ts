import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { forward } from './forward.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];

async function gateway(handler: Handler): Promise<URL> {
  const server = createServer(handler);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/trpc/auth.me?batch=1`);
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const HERE = 'http://dashboard.test/api/trpc/auth.me?batch=1';

describe('forward', () => {
  it('passes method, query, cookies and body on, and names the host that was asked', async () => {
    let seen: IncomingMessage | undefined;
    let body = '';
    const target = await gateway((request, response) => {
      seen = request;
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => response.end('{}'));
    });
    const request = new Request(HERE, {
      method: 'POST',
      headers: {
        cookie: 'session=1',
        host: 'dashboard.test',
        te: 'trailers',
        'content-type': 'application/json',
      },
      body: '{"0":{"password":"x"}}',
    });
    const answer = await forward(request, target);
    expect(answer.status).toBe(200);
    expect(seen?.method).toBe('POST');
    expect(seen?.url).toBe('/trpc/auth.me?batch=1');
    expect(body).toBe('{"0":{"password":"x"}}');
    expect(seen?.headers).toMatchObject({
      cookie: 'session=1',
      'content-type': 'application/json',
      'x-forwarded-host': 'dashboard.test',
      'x-forwarded-proto': 'http',
      'accept-encoding': 'identity',
    });
    expect(seen?.headers.te).toBeUndefined();
  });

  it('keeps what a proxy before it said about host and protocol', async () => {
    let seen: IncomingMessage | undefined;
    const target = await gateway((request, response) => {
      seen = request;
      response.end();
    });
    await forward(
      new Request(HERE, { headers: { 'x-forwarded-host': 'ops.example', 'x-forwarded-proto': 'https' } }),
      target,
    );
    expect(seen?.headers['x-forwarded-host']).toBe('ops.example');
    expect(seen?.headers['x-forwarded-proto']).toBe('https');
  });

  it('brings status, every cookie and the body back, without headers of the inner connection', async () => {
    const target = await gateway((_request, response) => {
      response.writeHead(401, {
        'set-cookie': ['a=1; Path=/; HttpOnly', 'b=2; Path=/'],
        connection: 'close, x-inner',
        'x-inner': 'yes',
        'x-correlation-id': 'c-1',
      });
      response.end('{"error":{}}');
    });
    const answer = await forward(new Request(HERE), target);
    expect(answer.status).toBe(401);
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/; HttpOnly', 'b=2; Path=/']);
    expect(answer.headers.get('connection')).toBeNull();
    expect(answer.headers.get('x-inner')).toBeNull();
    expect(answer.headers.get('x-correlation-id')).toBe('c-1');
    expect(await answer.text()).toBe('{"error":{}}');
  });

  it('hands server-sent events over one by one, and hangs up when the browser does', async () => {
    let closed: Promise<unknown> | undefined;
    const target = await gateway((_request, response) => {
      closed = once(response, 'close');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: hello\n\n');
    });
    const browser = new AbortController();
    const answer = await forward(new Request(HERE, { signal: browser.signal }), target);
    const reader = answer.body!.getReader();
    // The upstream response is still open, so this resolves only if nothing is held back.
    const first = await reader.read();
    expect(new TextDecoder().decode(first.value)).toBe('data: hello\n\n');
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(answer.headers.get('x-accel-buffering')).toBe('no');
    browser.abort();
    await closed;
  });

  it('ends an event stream that is cut, without an error', async () => {
    const target = await gateway((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: hello\n\n');
      setTimeout(() => response.destroy(), 20);
    });
    const answer = await forward(new Request(HERE), target);
    expect(await answer.text()).toBe('data: hello\n\n');
  });

  it('does not hide that any other answer was cut', async () => {
    const target = await gateway((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"result":');
      setTimeout(() => response.destroy(), 20);
    });
    const answer = await forward(new Request(HERE), target);
    await expect(answer.text()).rejects.toThrow();
  });

  it('does not follow redirects', async () => {
    const target = await gateway((_request, response) => {
      response.writeHead(302, { location: 'http://elsewhere.invalid/' });
      response.end();
    });
    expect((await forward(new Request(HERE), target)).status).toBe(302);
  });

  it('answers in the shape of a tRPC error when nothing listens', async () => {
    const target = await gateway((_request, response) => response.end());
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const answer = await forward(new Request(HERE), target);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({
      error: {
        message: expect.stringContaining(`The gateway is not answering at ${target.origin}. Start it with`),
        data: { httpStatus: 502, weighbridge: { code: 'GATEWAY_UNREACHABLE', retryable: true } },
      },
    });
  });
});
