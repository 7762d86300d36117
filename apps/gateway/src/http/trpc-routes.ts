import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import { type ApiContext, appRouter, embedEncoded } from '@weighbridge/api';
import { IdempotencyError } from '@weighbridge/embeddings';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AnswerOnce, contentOf } from '../idempotency/per-request.ts';
import { embedAnswerJson } from './embed-answer-json.ts';
import { acceptJson, ParsedBody } from './json-body.ts';
import { malformedBody } from './transport-errors.ts';
import { answerAsTrpc } from './trpc-errors.ts';
import { answerInTurns, EMBED, MOST_CALLS } from './trpc-in-turns.ts';

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

  // The one procedure with large answers. A general serializer goes through every character of the vectors, and copies
  // them several times, all in one turn.
  app.post<{ Querystring: { batch?: string } }>(`/${EMBED}`, async (request, reply) => {
    if (request.query.batch !== undefined) return handle(EMBED, request, reply);
    const input = inputOf(request.body);
    const asked = { endpoint: EMBED, content: contentOf(input) };
    const { headers, body } = await deps.answerOnce(request, asked, async () => {
      const answer = await embedEncoded(deps.context(request, reply), input);
      return { headers: {}, body: await embedAnswerJson(answer), keep: answer.header.failed === 0 };
    });
    return reply.headers(headers).type('application/json').send(body);
  });

  async function handle(path: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const embeds = path.split(',').includes(EMBED);
    if (embeds && request.headers['idempotency-key'] !== undefined) {
      throw new IdempotencyError('INVALID_IDEMPOTENCY_KEY');
    }
    const { batch } = request.query as { batch?: string };
    const isLarge = request.body instanceof ParsedBody;
    // An answer that is streamed call by call comes from tRPC's own handler.
    if (isLarge || (embeds && request.method === 'POST' && request.headers['trpc-accept'] === undefined)) {
      const asked = { path, isBatch: batch === '1', body: inputOf(request.body) };
      await answerInTurns(asked, deps.context(request, reply), reply);
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

/** Not looked at yet. */
function inputOf(body: unknown): unknown {
  if (body instanceof ParsedBody) return body.value;
  try {
    return JSON.parse(String(body));
  } catch {
    throw malformedBody();
  }
}
