import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '@weighbridge/api';
import { NO_BULK_ROUTE, postBulk } from './bulk.ts';
import type { Connection } from './connection.ts';
import { WeighbridgeClientError } from './errors.ts';
import { type RetryPolicy, withRetries } from './retry.ts';
import type { EmbedHeader, EmbedInput, EmbedRequest, EmbedResult, Vector } from './types.ts';
import { answerWithout, refusedInputs, type UnfitInput, unfitInputs, withoutAny } from './unfit.ts';
import { decodeVectors, rowsOf } from './vectors.ts';

export type RawAnswer = EmbedHeader & { matrix: Vector };

export type Embed = <const Partial extends boolean = false>(
  request: EmbedRequest<Partial>,
  policy: Omit<RetryPolicy, 'url' | 'signal'>,
) => Promise<EmbedResult<Partial>>;

/** Node's fetch gives up on a silent answer after five minutes: let the gateway end the call before. */
const DEFAULT_TIMEOUT_MS = 240_000;

export function createEmbed(connection: Connection, trpc: TRPCClient<AppRouter>): Embed {
  /** Off once a gateway has said that it knows no such route. */
  let bulk = true;

  async function once(
    input: Omit<EmbedInput, 'encoding'>,
    call: { signal: AbortSignal | undefined; idempotencyKey: string | undefined },
  ): Promise<RawAnswer> {
    if (bulk) {
      const frame = await postBulk(connection, input, call);
      if (frame !== NO_BULK_ROUTE) return { ...(frame.header as EmbedHeader), matrix: frame.matrix };
      bulk = false;
    }
    const asked = { ...input, encoding: 'base64' } as const;
    const answer = await trpc.embeddings.embed.mutate(asked, {
      context: { correlationId: input.correlationId, idempotencyKey: call.idempotencyKey },
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    });
    const { vectors, floats: _floats, ...header } = answer;
    return { ...header, matrix: decodeVectors(vectors ?? '', header.count, header.dimensions) };
  }

  return async function embed<const Partial extends boolean = false>(
    request: EmbedRequest<Partial>,
    policy: Omit<RetryPolicy, 'url' | 'signal'>,
  ): Promise<EmbedResult<Partial>> {
    const { signal, idempotencyKey, ...given } = request;
    const input = { timeoutMs: DEFAULT_TIMEOUT_MS, ...given };
    const send = async (inputs: readonly string[]) => {
      const answer = await withRetries(
        { ...policy, url: connection.url, signal, idempotent: idempotencyKey !== undefined },
        () => once({ ...input, inputs: inputs as string[] }, { signal, idempotencyKey }),
      );
      return checked(answer, inputs.length);
    };
    const answer =
      request.partial === true ? await sendFit(request.inputs, send) : await send(request.inputs);
    return withRows<Partial>(answer);
  };
}

/** Leaves out what no model takes, reports it item by item, and sends the rest. @throws when nothing is left */
async function sendFit(
  inputs: readonly string[],
  send: (inputs: readonly string[]) => Promise<RawAnswer>,
): Promise<RawAnswer> {
  const unfit: Map<number, UnfitInput> = unfitInputs(inputs);
  for (;;) {
    const left = inputs.flatMap((_, index) => (unfit.has(index) ? [] : [index]));
    if (left.length === 0 && inputs.length > 0) throw withoutAny(unfit);
    try {
      const answer = await send(unfit.size === 0 ? inputs : left.map((index) => inputs[index] ?? ''));
      return answerWithout(answer, inputs.length, unfit);
    } catch (error) {
      // Refused before anything was weighed or sent, so that leaving them out costs one more question.
      const refused = refusedInputs(error, left);
      if (refused.length === 0) throw error;
      for (const input of refused) unfit.set(input.index, input);
    }
  }
}

function checked(answer: RawAnswer, asked: number): RawAnswer {
  if (answer.count === asked && Array.isArray(answer.items) && answer.items.length === asked) return answer;
  throw new WeighbridgeClientError({
    code: 'BAD_ANSWER',
    kind: 'upstream',
    message: `${asked} inputs were sent, but the gateway answered for ${answer.count}. Check that client and gateway have the same version.`,
    retryable: false,
    retryAfterMs: null,
    facts: { asked, answered: answer.count },
    correlationId: answer.correlationId,
  });
}

function withRows<Partial extends boolean>(answer: RawAnswer): EmbedResult<Partial> {
  const { count, dimensions, items, matrix } = answer;
  // A row that failed is null, never an empty or NaN vector that could be stored by mistake.
  const vectors = rowsOf(matrix, count, dimensions).map((row, index) => (items[index]?.error ? null : row));
  return { ...answer, vectors: vectors as EmbedResult<Partial>['vectors'] };
}
