import {
  type EmbedAnswer,
  type ErrorKind,
  type Spell,
  type TokenIds,
  type TooLong,
  WeighbridgeError,
} from '@weighbridge/embeddings';
import type { CallerContext } from '../../context.ts';
import { assertAnswerFits } from './answer-size.ts';
import { underItsId, unfailed } from './failures.ts';
import { type Origin, originOf } from './origin.ts';

/** A call as any transport hands it in. */
export interface AnswerRequest {
  inputs: readonly string[];
  /** To be sent in place of the inputs, one array for each. */
  tokenIds?: readonly TokenIds[] | undefined;
  /** Reads token ids back; needed with them. */
  spell?: Spell | undefined;
  model?: string | undefined;
  dimensions?: number | undefined;
  user?: string | undefined;
  project?: string | undefined;
  tags?: readonly string[] | undefined;
  space?: string | undefined;
  /** Decides whether hybrid may answer from the fallback, from what the caller brings. */
  allowFallback(origin: Origin): boolean;
  split?: boolean | undefined;
  tooLong?: TooLong | undefined;
  /** Answer although items failed. */
  partial: boolean;
  /** The form the vectors will be sent in. */
  encoding: 'base64' | 'float';
  correlationId?: string | undefined;
  timeoutMs?: number | undefined;
}

/**
 * Embeds for whoever is calling, and tells the dashboard what changed.
 * @throws WeighbridgeError of the call, or of its first failed item unless `partial`
 */
export async function answer(ctx: CallerContext, request: AnswerRequest): Promise<EmbedAnswer> {
  try {
    return await answered(ctx, request);
  } catch (error) {
    throw underItsId(error, request.correlationId);
  }
}

async function answered(ctx: CallerContext, request: AnswerRequest): Promise<EmbedAnswer> {
  const { engine, live } = ctx.services;
  const origin = await originOf(ctx, request);
  await assertAnswerFits(ctx, { ...request, inputs: request.inputs.length });
  const { model, dimensions, user, space, tags, timeoutMs } = request;
  try {
    const answer = await engine.embed({
      projectId: origin.projectId,
      keyId: origin.keyId,
      correlationId: origin.correlationId,
      inputs: request.inputs,
      allowFallback: request.allowFallback(origin),
      split: request.split ?? origin.project.splitLargeCalls,
      tooLong: request.tooLong ?? origin.project.tooLong,
      ...(request.tokenIds === undefined ? {} : { tokenIds: request.tokenIds }),
      ...(request.spell === undefined ? {} : { spell: request.spell }),
      ...(model === undefined ? {} : { model }),
      ...(dimensions === undefined ? {} : { dimensions }),
      ...(user === undefined ? {} : { user }),
      ...(space === undefined ? {} : { space }),
      ...(tags === undefined ? {} : { tags }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(ctx.signal === undefined ? {} : { signal: ctx.signal }),
    });
    live.publish('spend');
    if (answer.items.some((item) => item.error || item.warnings.length > 0)) live.publish('quality');
    if (answer.fallback || answer.items.some((item) => item.error)) live.publish('health');
    return request.partial ? answer : unfailed(answer);
  } catch (error) {
    if (mayHaveSent(error)) {
      live.publish('spend');
      live.publish('health');
    }
    throw error;
  }
}

const BEFORE_SENDING: ReadonlySet<ErrorKind> = new Set(['bad_request', 'too_large', 'conflict', 'not_found']);

function mayHaveSent(error: unknown): boolean {
  return !(WeighbridgeError.isInstance(error) && BEFORE_SENDING.has(error.kind));
}
