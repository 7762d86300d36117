import { appRouter } from '@weighbridge/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Paths that are asked for every few seconds, by machines. */
const QUIET: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** As proxies log a client that went away. */
const CLIENT_LEFT = 499;

/**
 * One line a request: method, route, status, time and ids. Never a query string, body or header: texts and keys
 * travel in them.
 */
export function addAccessLog(app: FastifyInstance): void {
  const procedures: ReadonlySet<string> = new Set(Object.keys(appRouter._def.procedures));

  app.addHook('onRequest', async (request, reply) => {
    // Fastify's own onResponse is silent about clients that leave before they were answered.
    reply.raw.once('close', () => {
      const route = request.routeOptions.url ?? 'unknown';
      const line = {
        method: request.method,
        path: route === '/trpc/:path' ? `/trpc/${proceduresOf(request, procedures)}` : route,
        status: reply.raw.writableFinished ? reply.statusCode : CLIENT_LEFT,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        caller: callerOf(request),
      };
      if (QUIET.has(route)) request.log.debug(line, 'request');
      else request.log.info(line, 'request');
    });
  });
}

/** Only names of procedures that exist: a path can hold anything. */
function proceduresOf(request: FastifyRequest, known: ReadonlySet<string>): string {
  const { path } = request.params as { path: string };
  return path
    .split(',')
    .map((name) => (known.has(name) ? name : 'unknown'))
    .join(',');
}

function callerOf({ caller }: FastifyRequest): string {
  switch (caller.kind) {
    case 'admin':
      return caller.actor;
    case 'key':
      return caller.key.id;
    case 'nobody':
      return 'nobody';
  }
}
