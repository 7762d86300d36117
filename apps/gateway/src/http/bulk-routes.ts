import { Readable } from 'node:stream';
import { type ApiContext, assertSomebody, type EmbedRows, embedRows } from '@weighbridge/api';
import { isTurnSpent, nextTurn } from '@weighbridge/embeddings';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WireAnswer } from '../idempotency/idempotency.ts';
import { type AnswerOnce, contentOf } from '../idempotency/per-request.ts';
import { type BulkFrame, bulkFrame } from './bulk-frame.ts';
import { allowOrigins } from './cors.ts';
import { joinedBytes } from './joined-bytes.ts';
import { acceptJson } from './json-body.ts';
import { answerAsTrpc } from './trpc-errors.ts';

export interface BulkDeps {
  /** Decides who is calling, by access key or the command's token: no session. */
  admit(request: FastifyRequest): Promise<void>;
  context(request: FastifyRequest, reply: FastifyReply): ApiContext;
  answerOnce: AnswerOnce;
  /** Whose pages may call from a browser. */
  corsOrigins: readonly string[];
}

/**
 * `POST /bulk/embeddings`: the input and the errors of the procedure `embeddings.embed`, with the vectors as bytes. A
 * base64 answer in JSON costs six times as much to write and read.
 */
export async function bulkRoutes(app: FastifyInstance, deps: BulkDeps): Promise<void> {
  await allowOrigins(app, deps.corsOrigins);
  acceptJson(app, 'value');

  app.addHook('onRequest', async (request) => {
    await deps.admit(request);
    // Before the body is read: whoever has no key need not send one.
    assertSomebody(request.caller);
  });

  app.setErrorHandler((thrown, request, reply) =>
    answerAsTrpc(thrown, { type: 'mutation', path: 'embeddings.embed' }, deps.context, request, reply),
  );

  app.post('/embeddings', async (request, reply) => {
    const rows = () => embedRows(deps.context(request, reply), request.body);
    if (request.headers['idempotency-key'] !== undefined) {
      const asked = { endpoint: '/bulk/embeddings', content: contentOf(request.body) };
      const { headers, body } = await deps.answerOnce(request, asked, async () => wholeFrame(await rows()));
      return reply
        .headers(headers)
        .type('application/octet-stream')
        .header('cache-control', 'no-store')
        .send(body);
    }
    const frame = await bulkFrame(await rows());
    return reply
      .type('application/octet-stream')
      .header('content-length', frame.byteLength)
      .header('cache-control', 'no-store')
      .send(Readable.from(inPieces(frame), { objectMode: false }));
  });
}

/** What is kept has to be in one piece; without an idempotency key it never is. */
async function wholeFrame(rows: EmbedRows): Promise<WireAnswer> {
  const { pieces } = await bulkFrame(rows);
  return {
    headers: {},
    body: await joinedBytes([...pieces]),
    keep: rows.header.failed === 0,
  };
}

/** Copying a large one takes longer than a turn, should its reader be quick. */
async function* inPieces({ pieces }: BulkFrame): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    yield piece;
    if (isTurnSpent()) await nextTurn();
  }
}
