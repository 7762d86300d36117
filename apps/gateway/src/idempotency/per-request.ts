import type { AnswerStore } from '@weighbridge/db';
import type { FastifyRequest } from 'fastify';
import { fingerprintOf } from './fingerprint.ts';
import { Idempotency, type WireAnswer } from './idempotency.ts';
import { answerId, idempotencyKeyOf } from './key.ts';

/** What the caller asks for and where: the same content under the same key is the same request. */
export interface AskedContent {
  endpoint: string;
  content: unknown;
}

/** Says that an answer was given before. */
const REPLAYED = { 'x-weighbridge-idempotent-replayed': 'true' } as const;

/** Answers a request; once only when it brings an idempotency key. @throws as `Idempotency.once` does */
export type AnswerOnce = (
  request: FastifyRequest,
  asked: AskedContent,
  run: () => Promise<WireAnswer>,
) => Promise<WireAnswer>;

export function createAnswerOnce(deps: {
  answers: AnswerStore;
  /** Keys the hashes that answers are kept under. */
  secret: Uint8Array;
  onError: (error: unknown, what: string) => void;
  /** Told of each answer that was given before. */
  onReplay: () => void;
}): AnswerOnce {
  const idempotency = new Idempotency(deps.answers, deps.onError);
  return async (request, { endpoint, content }, run) => {
    const key = idempotencyKeyOf(request.headers);
    if (key === undefined) return run();
    const { replayed, ...answer } = await idempotency.once(
      {
        id: answerId(deps.secret, request.caller, endpoint, key),
        fingerprint: await fingerprintOf(deps.secret, content),
        signal: request.departure,
      },
      run,
    );
    if (!replayed) return answer;
    deps.onReplay();
    return { headers: { ...answer.headers, ...REPLAYED }, body: answer.body };
  };
}

/** The content of a procedure's input: what names or bounds one try of it is no part of what is asked. */
export function contentOf(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const { correlationId: _named, timeoutMs: _bounded, ...content } = input as Record<string, unknown>;
  return content;
}
