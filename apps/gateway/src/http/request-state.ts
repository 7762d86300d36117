import type { ApiContext, Caller, Services } from '@weighbridge/api';
import { AccessError, CancelledError } from '@weighbridge/embeddings';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sessionDoor } from './session-cookie.ts';
import type { SignInGuard } from './sign-in-guard.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling; decided before the body is read. */
    caller: Caller;
    /** Aborts when the client goes away before it was answered. */
    departure: AbortSignal;
  }
}

const UNDECIDED: Caller = {
  kind: 'nobody',
  refusal: new AccessError('MISSING_KEY', 'Nobody was asked for on this path.'),
};

/** Gives every request its state. The correlation id is Fastify's own request id, so every log line carries it. */
export function addRequestState(app: FastifyInstance): void {
  // Declared without values, which come with each request, so that all requests have one shape.
  app.decorateRequest('caller');
  app.decorateRequest('departure');
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-correlation-id', request.id);
    reply.header('x-weighbridge-correlation-id', request.id);
    request.caller = UNDECIDED;
    request.departure = departureOf(reply);
  });
}

function departureOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  // `close` also follows an answer that was sent completely.
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new CancelledError());
  });
  return controller.signal;
}

/** The context that verbs are called with. */
export function apiContext(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  guard: SignInGuard,
): ApiContext {
  return {
    services,
    caller: request.caller,
    correlationId: request.id,
    session: sessionDoor(request, reply, guard),
    signal: request.departure,
  };
}
