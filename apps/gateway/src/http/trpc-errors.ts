import { getTRPCErrorShape } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { type ApiContext, appRouter, toTrpcError } from '@weighbridge/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fromFastify } from './transport-errors.ts';

interface Asked {
  type: 'query' | 'mutation' | 'unknown';
  /** The procedure, or what stands beside it. */
  path: string;
}

/** Answers an error as the procedures do, whatever route it came up on. */
export function answerAsTrpc(
  thrown: unknown,
  { type, path }: Asked,
  context: (request: FastifyRequest, reply: FastifyReply) => ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const ctx = context(request, reply);
  const error = toTrpcError(fromFastify(thrown), ctx);
  const shape = getTRPCErrorShape({
    config: appRouter._def._config,
    error,
    type,
    path,
    input: undefined,
    ctx,
  });
  return reply.code(getHTTPStatusCodeFromError(error)).type('application/json').send({ error: shape });
}
