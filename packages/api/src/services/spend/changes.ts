import type { SpendDimension, SpendShare, SpendSummary } from '@weighbridge/db';
import { type NanoUsd, windowAt } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { amount } from '../../presenters/amount.ts';
import { instant } from '../../presenters/instant.ts';
import { totals } from '../../presenters/totals.ts';
import type { changesInput, changesOutput } from '../../schemas/spend.ts';
import { readSpendFilter } from './filter.ts';
import type { Period } from './periods.ts';

const MOVING = ['project', 'model', 'tag'] as const satisfies SpendDimension[];

type Weigh = (sums: SpendSummary) => NanoUsd;

const spent: Weigh = (sums) => sums.settledNanoUsd + sums.heldNanoUsd + sums.uncertainNanoUsd;
const wouldHave: Weigh = (sums) => sums.freeWouldHaveNanoUsd;

/** Spend of today so far beside the same hours of yesterday, and what moved. @throws NotFoundError for the project */
export async function changes(
  ctx: AdminContext,
  input: z.infer<typeof changesInput>,
): Promise<z.infer<typeof changesOutput>> {
  const { stores, clock } = ctx.services;
  const { timeZone, top } = input;
  const filter = await readSpendFilter(ctx, input);
  await stores.ledger.drained();
  const { today, yesterday } = sameHours(timeZone, clock.now());
  const read = async (period: Period) => {
    const ask = (by: SpendDimension) => stores.spend.breakdown({ ...filter, ...period }, by);
    const [project, model, tag] = await Promise.all([ask('project'), ask('model'), ask('tag')]);
    return { sums: project.total, shares: { project, model, tag } };
  };
  const [now, before] = await Promise.all([read(today), read(yesterday)]);
  const basis = spent(now.sums) === 0n && spent(before.sums) === 0n ? 'would_have' : 'spent';
  const weigh = basis === 'spent' ? spent : wouldHave;
  const movers = MOVING.flatMap((by) =>
    moversOf(now.shares[by].shares, before.shares[by].shares, weigh).map((mover) => ({ by, ...mover })),
  );
  const change = amount(weigh(now.sums) - weigh(before.sums));
  return {
    timeZone,
    basis,
    today: day(today, now.sums, weigh),
    yesterday: day(yesterday, before.sums, weigh),
    changeNanoUsd: change.nanoUsd,
    change: change.usd,
    movers: movers
      .sort((a, b) => compare(size(b.change), size(a.change)))
      .slice(0, top)
      .map(({ by, value, ...amounts }) => ({ by, value, ...presented(amounts) })),
  };
}

/** The day that has begun, until now, and as much of the one before, which may have been shorter. */
export function sameHours(timeZone: string, now: number): { today: Period; yesterday: Period } {
  const day = (at: number) => windowAt({ window: 'day', timeZone, resetTime: '00:00' }, at);
  const { start } = day(now);
  const before = day(start - 1).start;
  const to = now + 1;
  return {
    today: { from: start, to },
    yesterday: { from: before, to: Math.min(before + (to - start), start) },
  };
}

interface Movement {
  today: NanoUsd;
  yesterday: NanoUsd;
  change: NanoUsd;
}

function moversOf(
  now: readonly SpendShare[],
  before: readonly SpendShare[],
  weigh: Weigh,
): (Movement & { value: string })[] {
  const amounts = (shares: readonly SpendShare[]) =>
    new Map(shares.map((share) => [share.value, weigh(share)]));
  const [today, yesterday] = [amounts(now), amounts(before)];
  return [...new Set([...today.keys(), ...yesterday.keys()])]
    .filter((value) => value !== null)
    .map((value) => {
      const [a, b] = [today.get(value) ?? 0n, yesterday.get(value) ?? 0n];
      return { value, today: a, yesterday: b, change: a - b };
    })
    .filter(({ change }) => change !== 0n);
}

function day(period: Period, sums: SpendSummary, weigh: Weigh) {
  const { nanoUsd, usd } = amount(weigh(sums));
  return {
    ...totals(sums),
    from: instant(period.from),
    to: instant(period.to),
    amountNanoUsd: nanoUsd,
    amount: usd,
  };
}

function presented(movement: Movement) {
  const [today, yesterday, change] = [
    amount(movement.today),
    amount(movement.yesterday),
    amount(movement.change),
  ];
  return {
    todayNanoUsd: today.nanoUsd,
    today: today.usd,
    yesterdayNanoUsd: yesterday.nanoUsd,
    yesterday: yesterday.usd,
    changeNanoUsd: change.nanoUsd,
    change: change.usd,
  };
}

function size(change: NanoUsd): NanoUsd {
  return change < 0n ? -change : change;
}

function compare(a: NanoUsd, b: NanoUsd): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
