import { assertAdmin, toWeighbridgeError } from '@weighbridge/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics.ts';

export interface MetricsRouteDeps {
  metrics: Metrics;
  admit(request: FastifyRequest): Promise<void>;
}

/** `/metrics`, for a scraper on this machine, or for an administrator from anywhere. */
export function metricsRoute(app: FastifyInstance, { metrics, admit }: MetricsRouteDeps): void {
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request)) {
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
