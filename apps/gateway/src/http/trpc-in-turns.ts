import { callTRPCProcedure, getTRPCErrorShape, TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { type ApiContext, appRouter, embedEncoded, toTrpcError } from '@weighbridge/api';
import type { FastifyReply } from 'fastify';
import { embedAnswerJson } from './embed-answer-json.ts';
import { joinedBytes } from './joined-bytes.ts';

/** Calls in one batch; a dashboard page makes a handful. */
export const MOST_CALLS = 50;

/** The one procedure with large answers. */
export const EMBED = 'embeddings.embed';

/** What tRPC's own handler is given, with the body parsed already: it would read and parse a large one in one turn. */
interface ParsedRequest {
  /** The names of the procedures. */
  path: string;
  isBatch: boolean;
  /** The input; of a batch, the inputs by their places. */
  body: unknown;
}

/** Answers a POST as tRPC's own handler would, but large bodies and answers over several turns of the event loop. */
export async function answerInTurns(
  { path, isBatch, body }: ParsedRequest,
  ctx: ApiContext,
  reply: FastifyReply,
): Promise<void> {
  const paths = isBatch ? path.split(',') : [path];
  if (paths.length > MOST_CALLS) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: `A batch has at most ${MOST_CALLS} calls.` });
  }
  const inputs = isBatch ? (body as Record<string, unknown> | null) : { 0: body };
  const answers = await Promise.all(paths.map((name, place) => answerOne(name, inputs?.[place], place, ctx)));
  const statuses = new Set(answers.map(({ status }) => status));
  const [status = 200] = statuses;
  const parts = answers.flatMap(({ json }, place) => (place === 0 ? [json] : [COMMA, json]));
  await reply
    // As tRPC says that some of a batch went well and some did not.
    .code(statuses.size > 1 ? 207 : status)
    .type('application/json')
    .send(await joinedBytes(isBatch ? [OPEN, ...parts, CLOSE] : parts));
}

const [OPEN, COMMA, CLOSE] = ['[', ',', ']'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];

async function answerOne(
  path: string,
  input: unknown,
  batchIndex: number,
  ctx: ApiContext,
): Promise<{ status: number; json: Buffer }> {
  try {
    if (path === EMBED) return { status: 200, json: await embedAnswerJson(await embedEncoded(ctx, input)) };
    const type = typeOf(path);
    if (type === undefined) {
      throw new TRPCError({ code: 'NOT_FOUND', message: `No procedure found on path "${path}"` });
    }
    const data: unknown = await callTRPCProcedure({
      router: appRouter,
      path,
      getRawInput: async () => input,
      ctx,
      type,
      signal: ctx.signal,
      batchIndex,
    });
    return { status: 200, json: Buffer.from(JSON.stringify({ result: { data } })) };
  } catch (thrown) {
    // Those of a procedure are mapped already.
    const isMapped = thrown instanceof TRPCError && path !== EMBED;
    const error = isMapped ? thrown : toTrpcError(thrown, ctx);
    const shape = getTRPCErrorShape({
      config: appRouter._def._config,
      error,
      type: 'unknown',
      path,
      input: undefined,
      ctx,
    });
    return {
      status: getHTTPStatusCodeFromError(error),
      json: Buffer.from(JSON.stringify({ error: shape })),
    };
  }
}

/** A query that comes as POST is one still; a subscription does not come so. */
function typeOf(path: string): 'query' | 'mutation' | undefined {
  // Flat by name, which its type does not say.
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
  const type = Object.hasOwn(procedures, path) ? procedures[path]?._def.type : undefined;
  return type === 'query' || type === 'mutation' ? type : undefined;
}
