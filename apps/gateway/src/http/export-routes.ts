import { Readable } from 'node:stream';
import { type ApiContext, assertAdmin, exportLedger } from '@weighbridge/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerAsTrpc } from './trpc-errors.ts';

export interface ExportDeps {
  /** Decides who is calling; a session is accepted. */
  admit(request: FastifyRequest): Promise<void>;
  context(request: FastifyRequest, reply: FastifyReply): ApiContext;
}

const TYPES = { csv: 'text/csv; charset=utf-8; header=present', jsonl: 'application/jsonl; charset=utf-8' };

/**
 * `GET /export/ledger?format=csv|jsonl&<filters>`: what `spend.ledger` shows, as a file, as fast as it is taken. A page at
 * a time is in memory. When one cannot be read, the connection is cut in the middle of a chunked answer, which every
 * client reports: a file that ends early never looks whole.
 */
export function exportRoutes(app: FastifyInstance, { admit, context }: ExportDeps): void {
  app.addHook('onRequest', async (request) => {
    await admit(request);
    assertAdmin(request.caller);
  });

  app.setErrorHandler((thrown, request, reply) =>
    answerAsTrpc(thrown, { type: 'query', path: 'export.ledger' }, context, request, reply),
  );

  app.get('/ledger', async (request, reply) => {
    const { format, day, pieces } = await exportLedger(context(request, reply), request.query);
    return reply
      .type(TYPES[format])
      .header('content-disposition', `attachment; filename="weighbridge-ledger-${day}.${format}"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(pieces, { objectMode: false }));
  });
}
