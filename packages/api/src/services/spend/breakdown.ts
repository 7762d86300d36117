import type { SpendShare, SpendSummary } from '@weighbridge/db';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import { totals } from '../../presenters/totals.ts';
import type { breakdownInput, breakdownOutput } from '../../schemas/spend.ts';
import { readRange, readSpendFilter } from './filter.ts';
import { dayOf } from './periods.ts';

const THIRTY_DAYS = 30 * 24 * 60 * 60 * 1000;

/**
 * Sums by project, provider, model, key or tag, dearest first, over a span of time: the last 30 days when none is given.
 * @throws InputError for an instant; NotFoundError for the project
 */
export async function breakdown(
  ctx: AdminContext,
  input: z.infer<typeof breakdownInput>,
): Promise<z.infer<typeof breakdownOutput>> {
  const { stores, clock } = ctx.services;
  const { by, top } = input;
  const { from: given, to = dayOf(clock.now()).to } = readRange(input);
  const from = given ?? to - THIRTY_DAYS;
  const filter = { ...(await readSpendFilter(ctx, input)), from, to };
  await stores.ledger.drained();
  const { total, shares } = await stores.spend.breakdown(filter, by);
  const rest = shares.slice(top);
  return {
    by,
    from: instant(from),
    to: instant(to),
    total: totals(total),
    shares: shares.slice(0, top).map(({ value, ...sums }) => ({ ...totals(sums), value })),
    others: rest.length === 0 ? null : { ...totals(rest.map(withoutValue).reduce(add)), values: rest.length },
  };
}

function withoutValue({ value: _, ...sums }: SpendShare): SpendSummary {
  return sums;
}

function add(a: SpendSummary, b: SpendSummary): SpendSummary {
  const sums = { ...a } as Record<keyof SpendSummary, bigint | number>;
  for (const name of Object.keys(a) as (keyof SpendSummary)[]) {
    const [one, other] = [sums[name], b[name]];
    sums[name] = typeof one === 'bigint' ? one + BigInt(other) : one + Number(other);
  }
  return sums as SpendSummary;
}
