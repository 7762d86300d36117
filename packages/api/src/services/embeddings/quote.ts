import { leftOf, type Quote } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { CallerContext } from '../../context.ts';
import { amount } from '../../presenters/amount.ts';
import { share } from '../../presenters/budget.ts';
import { instantOrNull } from '../../presenters/instant.ts';
import type { quoteInput, quoteOutput } from '../../schemas/embeddings.ts';
import { originOf } from './origin.ts';

type Output = z.infer<typeof quoteOutput>;

/** What a call would weigh and cost now, and whether the budgets in its scope have room. Nothing is sent or held. */
export async function quote(ctx: CallerContext, input: z.infer<typeof quoteInput>): Promise<Output> {
  const { inputs, model, dimensions, tags } = input;
  const { project, projectId, keyId, correlationId } = await originOf(ctx, { project: input.project });
  const tooLong = input.tooLong ?? project.tooLong;
  const quoted = await ctx.services.engine.quote({
    projectId,
    keyId,
    correlationId,
    inputs,
    tooLong,
    ...(tags === undefined ? {} : { tags }),
    ...(model === undefined ? {} : { model }),
    ...(dimensions === undefined ? {} : { dimensions }),
  });
  const budgets = await budgetsOf(ctx, quoted);
  const cost = amount(quoted.costNanoUsd);
  const list = amount(quoted.listNanoUsd);
  const { scopes: _scopes, ...same } = quoted;
  return {
    ...same,
    tooLongPolicy: tooLong,
    costNanoUsd: cost.nanoUsd,
    cost: cost.usd,
    listNanoUsd: list.nanoUsd,
    list: list.usd,
    nanoUsdPerToken: quoted.nanoUsdPerToken.toString(),
    fits: budgets.every((budget) => budget.fits),
    budgets,
  };
}

async function budgetsOf(ctx: CallerContext, quoted: Quote): Promise<Output['budgets']> {
  const { stores, clock } = ctx.services;
  const statuses = await stores.budgets.list(clock.now());
  return statuses
    .filter((status) => quoted.scopes.includes(status.scope))
    .map((status) => {
      const limit = amount(status.limitNanoUsd);
      const left = amount(leftOf(status));
      return {
        id: status.id,
        scope: status.scope,
        window: status.window,
        limitNanoUsd: limit.nanoUsd,
        limit: limit.usd,
        leftNanoUsd: left.nanoUsd,
        left: left.usd,
        share: share(quoted.costNanoUsd, status.limitNanoUsd),
        fits: quoted.costNanoUsd <= leftOf(status),
        resetsAt: instantOrNull(status.resetsAt),
      };
    });
}
