import type { FastifyInstance } from 'fastify';
import { openApiDocument } from './document.ts';

/** `GET /openapi.json`, for anybody: it tells nothing of this installation. */
export function openApiRoute(app: FastifyInstance, version: string): void {
  const document = JSON.stringify(openApiDocument(version));
  app.get('/openapi.json', (_request, reply) => reply.type('application/json').send(document));
}
