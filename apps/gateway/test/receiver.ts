import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a receiver does with a message: a status, or whatever it likes. */
export type Behaviour = number | ((response: ServerResponse) => void);

export interface Receiver {
  url: string;
  received: Received[];
  /** For the next messages, in order; afterwards 204. */
  next(...behaviours: Behaviour[]): void;
}

/** A real HTTP server that gets webhooks, and misbehaves as told. */
export async function startReceiver(
  undo: (cleanup: () => void | Promise<void>) => void = onTestFinished,
): Promise<Receiver> {
  const received: Received[] = [];
  const planned: Behaviour[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      const behaviour = planned.shift() ?? 204;
      if (typeof behaviour === 'function') behaviour(response);
      else response.writeHead(behaviour).end('the receiver says something');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    next: (...behaviours) => void planned.push(...behaviours),
  };
}
