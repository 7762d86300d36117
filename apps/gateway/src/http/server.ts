import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import { type Services, toWeighbridgeError } from '@weighbridge/api';
import { type NewId, ShuttingDownError } from '@weighbridge/embeddings';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { AnswerOnce } from '../idempotency/per-request.ts';
import { openApiRoute } from '../openapi/route.ts';
import { healthRoutes } from '../ops/health.ts';
import { Metrics } from '../ops/metrics.ts';
import { metricsRoute } from '../ops/metrics-route.ts';
import { v1Routes } from '../v1/routes.ts';
import type { TokenDecoder } from '../v1/token-input.ts';
import { addAccessLog } from './access-log.ts';
import { type AuthenticateDeps, authenticate } from './authenticate.ts';
import { bulkRoutes } from './bulk-routes.ts';
import { correlationIdOf } from './correlation.ts';
import { exportRoutes } from './export-routes.ts';
import { addRequestState, apiContext } from './request-state.ts';
import { assertSameOrigin } from './same-origin.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { SESSION_COOKIE } from './session-cookie.ts';
import { createSignInGuard } from './sign-in-guard.ts';
import { BODY_LIMIT, fromFastify, isBodyTooLarge } from './transport-errors.ts';
import { trpcRoutes } from './trpc-routes.ts';
import { refuseUnreadable } from './unreadable-request.ts';

export interface ServerDeps {
  services: Services;
  authentication: AuthenticateDeps;
  log: FastifyBaseLogger;
  newId: NewId;
  tokenizer: TokenDecoder;
  answerOnce: AnswerOnce;
  /** Answers that were given again since the start. */
  replays(): number;
  isOwnAttempt(attemptId: string): boolean;
  isClosing(): boolean;
  wrongSignInsPerMinute: number;
  corsOrigins: readonly string[];
}

/** A batch of calls has all their names in its path. */
const MAX_PATH_PARAMETER = 4096;

/** For a request to arrive as a whole; without one, clients that trickle could hold connections for ever. */
const UPLOAD_TIMEOUT_MS = 300_000;

const RETRY_AFTER_SECONDS = 5;

/** Asked for while the gateway closes, by whoever waits for that. */
const ALWAYS_ANSWERED: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** The HTTP surface, not listening yet. */
export async function createServer(deps: ServerDeps): Promise<FastifyInstance> {
  const { services, isClosing } = deps;
  const app: FastifyInstance = Fastify({
    loggerInstance: deps.log,
    bodyLimit: BODY_LIMIT,
    requestTimeout: UPLOAD_TIMEOUT_MS,
    genReqId: (raw) => correlationIdOf(raw.headers, deps.newId),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlationId' }),
    routerOptions: { maxParamLength: MAX_PATH_PARAMETER },
    // A URL that cannot be read reaches no route, and so none of the hooks below.
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      const error = { code: 'INVALID_REQUEST', message: 'The URL cannot be read.' };
      // In the form that OpenAI's clients read.
      void reply.code(400).send({ error: { ...error, type: 'invalid_request_error', param: null } });
    },
    clientErrorHandler: refuseUnreadable,
    // Refused by the hook below, with a typed error and in each surface's own form.
    return503OnClosing: false,
  });
  // Whoever asks for what is not there has no body read: a parser would hold up everybody else for a stranger's.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));
  addSecurityHeaders(app);
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  addRequestState(app);
  addAccessLog(app);
  app.addHook('onError', async (_request, reply, error) => {
    // Closed at once, the connection would break under a client that is still sending, and the answer would be lost with
    // it. Kept, Node reads on and drops what comes, for as long as an upload may take.
    if (isBodyTooLarge(error)) reply.removeHeader('connection');
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!isClosing() || ALWAYS_ANSWERED.has(request.routeOptions.url ?? '')) return;
    reply.headers({ 'retry-after': RETRY_AFTER_SECONDS, connection: 'close' });
    throw new ShuttingDownError();
  });

  const guard = createSignInGuard(app, deps.wrongSignInsPerMinute);
  const context = (request: FastifyRequest, reply: FastifyReply) =>
    apiContext(services, request, reply, guard);

  const admitAnybody = async (request: FastifyRequest) => {
    const { authorization } = request.headers;
    if (authorization === undefined && request.method !== 'GET') assertSameOrigin(request.headers);
    const sessionToken = request.cookies[SESSION_COOKIE];
    request.caller = await authenticate(deps.authentication, { authorization, sessionToken });
  };
  const admitKeys = async (request: FastifyRequest) => {
    const { authorization } = request.headers;
    request.caller = await authenticate(deps.authentication, { authorization, sessionToken: undefined });
  };

  await app.register(async (scope) => trpcRoutes(scope, { ...deps, admit: admitAnybody, context }), {
    prefix: '/trpc',
  });
  await app.register(async (scope) => bulkRoutes(scope, { ...deps, admit: admitKeys, context }), {
    prefix: '/bulk',
  });
  await app.register(async (scope) => exportRoutes(scope, { admit: admitAnybody, context }), {
    prefix: '/export',
  });
  await app.register(async (scope) => v1Routes(scope, { ...deps, admit: admitKeys, context }), {
    prefix: '/v1',
  });
  await app.register(async (scope) => {
    metricsRoute(scope, {
      metrics: new Metrics({ ...services, replays: deps.replays }),
      settings: services.stores.settings,
      admit: admitAnybody,
    });
  });

  openApiRoute(app, services.system.version);
  healthRoutes(app, { stores: services.stores, isClosing });
  app.setErrorHandler((thrown, request, reply) => {
    const error = toWeighbridgeError(fromFastify(thrown), context(request, reply));
    const status = error.kind === 'unavailable' ? 503 : error.kind === 'internal' ? 500 : 400;
    return reply.code(status).send({ error: { code: error.code, message: error.message } });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({
      error: {
        code: 'NOT_FOUND',
        message:
          'There is nothing here. See /v1/embeddings, /v1/models, /trpc, /bulk/embeddings, /export/ledger, /healthz, /readyz and /metrics; /openapi.json describes them.',
      },
    }),
  );
  return app;
}
