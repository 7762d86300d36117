import { type ApiContext, assertSomebody, toWeighbridgeError } from '@weighbridge/api';
import { NotFoundError, WeighbridgeError } from '@weighbridge/embeddings';
import type { FastifyInstance, FastifyReply, FastifyRequest, onSendAsyncHookHandler } from 'fastify';
import { allowOrigins } from '../http/cors.ts';
import { acceptJson } from '../http/json-body.ts';
import { fromFastify } from '../http/transport-errors.ts';
import type { AnswerOnce } from '../idempotency/per-request.ts';
import { readAskedHeaders } from './asked-headers.ts';
import { embeddings } from './embeddings.ts';
import { readEmbeddingsRequest } from './embeddings-request.ts';
import { presentModel, retrieveModel, usableModels } from './models.ts';
import { toOpenAiError } from './openai-error.ts';
import { rateHeadersOf } from './rate-headers.ts';
import { addStandardHeaders } from './standard-headers.ts';
import type { TokenDecoder } from './token-input.ts';

export interface V1Deps {
  /** Decides who is calling, by access key only: no session. */
  admit(request: FastifyRequest): Promise<void>;
  context(request: FastifyRequest, reply: FastifyReply): ApiContext;
  tokenizer: TokenDecoder;
  answerOnce: AnswerOnce;
  /** Whether an attempt was sent by this very process. */
  isOwnAttempt(attemptId: string): boolean;
  /** Whose pages may call from a browser. */
  corsOrigins: readonly string[];
}

/** What any OpenAI SDK speaks, under `/v1`. */
export async function v1Routes(app: FastifyInstance, deps: V1Deps): Promise<void> {
  await allowOrigins(app, deps.corsOrigins);
  acceptJson(app, 'value');
  addStandardHeaders(app);

  app.addHook('onRequest', async (request) => {
    assertNoLoop(request, deps);
    await deps.admit(request);
    // Before the body is read: whoever has no key need not send one.
    assertSomebody(request.caller);
  });

  app.setErrorHandler((thrown, request, reply) => {
    const error = toWeighbridgeError(fromFastify(thrown), deps.context(request, reply));
    const { status, body, headers } = toOpenAiError(error);
    return reply
      .code(status)
      .headers({ 'x-request-id': request.id, ...headers })
      .send(body);
  });

  app.setNotFoundHandler((request) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = METHODS.find(({ pattern }) => pattern.test(path))?.method;
    if (allowed !== undefined) throw wrongMethod(request.method, path, allowed);
    throw new NotFoundError(
      'endpoint',
      `${request.method} ${path}`,
      'The endpoints are described in /openapi.json.',
    );
  });

  const whatIsLeft = (request: FastifyRequest, reply: FastifyReply) =>
    rateHeadersOf(deps.context(request, reply).services, request.caller).catch(() => ({}));
  // On refusals too: whoever waits for a limit looks at what is left of it.
  const sayWhatIsLeft: onSendAsyncHookHandler = async (request, reply) => {
    if (reply.statusCode >= 400) reply.headers(await whatIsLeft(request, reply));
  };

  app.post('/embeddings', { onSend: sayWhatIsLeft }, async (request, reply) => {
    const content = { ...readEmbeddingsRequest(request.body), ...readAskedHeaders(request.headers) };
    const { headers, passing, body } = await deps.answerOnce(
      request,
      { endpoint: '/v1/embeddings', content },
      () => embeddings(deps.context(request, reply), content, deps.tokenizer),
    );
    return (
      reply
        // An answer that was given before says how things are now as well.
        .headers({ ...headers, ...(passing ?? (await whatIsLeft(request, reply))) })
        .type('application/json')
        .send(body)
    );
  });

  app.get('/models', async (request, reply) => {
    const { services } = deps.context(request, reply);
    return { object: 'list', data: (await usableModels(services)).map(presentModel) };
  });

  app.get<{ Params: { id: string } }>('/models/:id', async (request, reply) => {
    const { services } = deps.context(request, reply);
    return retrieveModel(request.params.id, services);
  });
}

const METHODS = [
  { pattern: /^\/v1\/embeddings$/, method: 'POST' },
  { pattern: /^\/v1\/models(\/[^/]+)?$/, method: 'GET' },
] as const;

function wrongMethod(method: string, path: string, allowed: string): WeighbridgeError {
  return new WeighbridgeError({
    code: 'METHOD_NOT_ALLOWED',
    kind: 'bad_request',
    message: `Not allowed to ${method} on ${path}. Use ${allowed}.`,
    facts: { method, allowed },
  });
}

/** A base URL that led back here by a detour no start could see. */
function assertNoLoop(request: FastifyRequest, { isOwnAttempt }: V1Deps): void {
  const attempt = request.headers['x-weighbridge-attempt'];
  if (typeof attempt !== 'string' || !isOwnAttempt(attempt)) return;
  throw new WeighbridgeError({
    code: 'SELF_REFERENCE',
    kind: 'bad_request',
    message:
      'This request was sent by this very gateway: its base URL leads back to itself. Point it at the provider.',
  });
}
