import { timingSafeEqual } from 'node:crypto';
import { assertAdmin, digest, METRICS_TOKEN_PREFIX, toWeighbridgeError } from '@weighbridge/api';
import type { SettingsStore } from '@weighbridge/db';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics.ts';

export interface MetricsRouteDeps {
  metrics: Metrics;
  settings: Pick<SettingsStore, 'metricsToken'>;
  admit(request: FastifyRequest): Promise<void>;
}

/**
 * `/metrics`, for a scraper on this machine; from anywhere for one that brings the token made for it, or for an
 * administrator.
 */
export function metricsRoute(app: FastifyInstance, { metrics, settings, admit }: MetricsRouteDeps): void {
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request) && !(await bringsToken(request, settings))) {
      await admit(request);
      assertAdmin(request.caller);
    }
    return reply.type(metrics.contentType).send(await metrics.scrape());
  });
  app.setErrorHandler((thrown, request, reply) => {
    const error = toWeighbridgeError(thrown, undefined);
    const status = error.kind === 'unauthenticated' ? 401 : error.kind === 'forbidden' ? 403 : 503;
    if (status === 503) request.log.error({ err: thrown }, 'metrics cannot be read');
    return reply.code(status).send({ error: { code: error.code, message: error.message } });
  });
}

/** Whether it brings the scraper's own token, which opens nothing else. */
async function bringsToken(
  { headers }: FastifyRequest,
  settings: MetricsRouteDeps['settings'],
): Promise<boolean> {
  const [, token] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  if (!token?.startsWith(METRICS_TOKEN_PREFIX)) return false;
  const kept = await settings.metricsToken();
  return kept !== undefined && timingSafeEqual(Buffer.from(digest(token)), Buffer.from(kept.sha256));
}

/** From a loopback address and by a loopback name, and not through a proxy, which could stand for anybody. */
function isLocal({ socket, headers, hostname }: FastifyRequest): boolean {
  const proxied = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];
  if (proxied.some((name) => headers[name] !== undefined)) return false;
  return isLoopback(socket.remoteAddress ?? '') && (hostname === 'localhost' || isLoopback(hostname));
}

function isLoopback(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/^::ffff:/, '');
  return bare === '::1' || /^127\.\d+\.\d+\.\d+$/.test(bare);
}
