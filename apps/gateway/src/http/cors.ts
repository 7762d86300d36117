import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import {
  ANSWER_HEADERS,
  COMMON_HEADERS,
  ERROR_HEADERS,
  RATE_HEADERS,
  V1_HEADERS,
} from '../openapi/headers.ts';

/** How long a browser may remember that it may ask. */
const REMEMBERED_SECONDS = 600;

/** What a page may read of an answer: everything that is described. */
const READABLE = Object.keys({
  ...COMMON_HEADERS,
  ...V1_HEADERS,
  ...ANSWER_HEADERS,
  ...RATE_HEADERS,
  ...ERROR_HEADERS,
});

/**
 * Lets pages of these origins call, with an access key: no cookie is ever accepted from them. Must be awaited before other
 * hooks are added, since a preflight brings no key. Without origins nothing is added, and a browser refuses.
 */
export async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    exposedHeaders: READABLE,
    maxAge: REMEMBERED_SECONDS,
  });
}
