import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import { type ApiContext, appRouter, createCaller } from '@weighbridge/api';
import { IdempotencyError } from '@weighbridge/embeddings';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AnswerOnce, contentOf } from '../idempotency/per-request.ts';
import { embedAnswerJson } from './embed-answer-json.ts';
import { acceptJson, ParsedBody } from './json-body.ts';
import { malformedBody } from './transport-errors.ts';
import { answerAsTrpc } from './trpc-errors.ts';
import { answerLarge, MOST_CALLS } from './trpc-large.ts';

const EMBED = 'embeddings.embed';

/** Of a body from nobody: to sign in takes a password, and nothing else is done for strangers. */
const MOST_OF_STRANGERS = 16 * 1024;

export interface TrpcDeps {
  /** Decides who is calling; a session is accepted. */
  admit(request: FastifyRequest): Promise<void>;
  context(request: FastifyRequest, reply: FastifyReply): ApiContext;
  answerOnce: AnswerOnce;
}

/** Every procedure under `/trpc/<path>`; queries may come as POST too, since texts do not fit a URL. */
export function trpcRoutes(app: FastifyInstance, deps: TrpcDeps): void {
  acceptJson(app, 'text');
  app.addHook('onRequest', async (request) => {
    await deps.admit(request);
    refuseStranger(request, Number(request.headers['content-length'] ?? 0));
  });
  // Some bodies come without their length.
  app.addHook('preHandler', async (request) => {
    const { body } = request;
    refuseStranger(
      request,
      body instanceof ParsedBody ? Number.POSITIVE_INFINITY : String(body ?? '').length,
    );
  });

  app.setErrorHandler((thrown, request, reply) => {
    const { path = EMBED } = request.params as { path?: string };
    return answerAsTrpc(thrown, { type: 'unknown', path }, deps.context, request, reply);
  });

  app.all<{ Params: { path: string } }>('/:path', (request, reply) =>
    handle(request.params.path, request, reply),
  );

  // The one procedure with large answers. It is called as any transport would, and only its answer is written by hand:
  // a general serializer goes through every character of the vectors, and copies them several times.
  app.post<{ Querystring: { batch?: string } }>(`/${EMBED}`, async (request, reply) => {
    if (request.query.batch !== undefined) return handle(EMBED, request, reply);
    const input = inputOf(request.body);
    const asked = { endpoint: EMBED, content: contentOf(input) };
    const { headers, body } = await deps.answerOnce(request, asked, async () => {
      const procedures = createCaller(deps.context(request, reply), { signal: request.departure });
      const answer = await procedures.embeddings.embed(input);
      return { headers: {}, body: await embedAnswerJson(answer), keep: answer.failed === 0 };
    });
    return reply.headers(headers).type('application/json').send(body);
  });

  async function handle(path: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.headers['idempotency-key'] !== undefined && path.split(',').includes(EMBED)) {
      throw new IdempotencyError('INVALID_IDEMPOTENCY_KEY');
    }
    if (request.body instanceof ParsedBody) {
      const { batch } = request.query as { batch?: string };
      await answerLarge(
        { path, isBatch: batch !== undefined, body: request.body.value },
        deps.context(request, reply),
        reply,
      );
      return;
    }
    await fastifyRequestHandler({
      router: appRouter,
      req: request,
      res: reply,
      path: encodeURIComponent(path),
      allowMethodOverride: true,
      maxBatchSize: MOST_CALLS,
      createContext: () => deps.context(request, reply),
    });
  }
}

/** @throws AccessError for a body that nobody needs to sign in */
function refuseStranger({ caller }: FastifyRequest, size: number): void {
  if (caller.kind === 'nobody' && size > MOST_OF_STRANGERS) throw caller.refusal;
}

/** The schema of the procedure looks at it; until then it is anything. */
function inputOf(body: unknown): Parameters<ReturnType<typeof createCaller>['embeddings']['embed']>[0] {
  type Input = ReturnType<typeof inputOf>;
  if (body instanceof ParsedBody) return body.value as Input;
  try {
    return JSON.parse(String(body));
  } catch {
    throw malformedBody();
  }
}
