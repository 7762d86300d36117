import { getTRPCErrorShape } from '@trpc/server';
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { type ApiContext, appRouter, toTrpcError } from '@weighbridge/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptJson } from './json-body.ts';
import { fromFastify } from './transport-errors.ts';

/** Calls in one batch; a dashboard page makes a handful. */
const MAX_BATCH = 50;

export interface TrpcDeps {
  /** Decides who is calling; a session is accepted. */
  admit(request: FastifyRequest): Promise<void>;
  context(request: FastifyRequest, reply: FastifyReply): ApiContext;
}

/** Every procedure under `/trpc/<path>`; queries may come as POST too, since texts do not fit a URL. */
export function trpcRoutes(app: FastifyInstance, deps: TrpcDeps): void {
  acceptJson(app, (text) => text);
  app.addHook('onRequest', deps.admit);

  app.setErrorHandler((thrown, request, reply) => {
    const ctx = deps.context(request, reply);
    const error = toTrpcError(fromFastify(thrown), ctx);
    const { path } = request.params as { path?: string };
    const shape = getTRPCErrorShape({
      config: appRouter._def._config,
      error,
      type: 'unknown',
      path,
      input: undefined,
      ctx,
    });
    return reply.code(getHTTPStatusCodeFromError(error)).send({ error: shape });
  });

  app.all<{ Params: { path: string } }>('/:path', async (request, reply) => {
    await fastifyRequestHandler({
      router: appRouter,
      req: request,
      res: reply,
      path: encodeURIComponent(request.params.path),
      allowMethodOverride: true,
      maxBatchSize: MAX_BATCH,
      createContext: () => deps.context(request, reply),
    });
  });
}
