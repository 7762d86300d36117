import type { FastifyInstance } from 'fastify';

/** The version that OpenAI's API names on every answer, which is the one spoken here. */
const API_VERSION = '2020-10-01';

/** What every answer of OpenAI's API bears, errors included; SDKs log and report it. */
export function addStandardHeaders(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!reply.hasHeader('x-request-id')) reply.header('x-request-id', request.id);
    reply.header('openai-version', API_VERSION);
    reply.header('openai-processing-ms', String(Math.round(reply.elapsedTime)));
    done(null, payload);
  });
}
