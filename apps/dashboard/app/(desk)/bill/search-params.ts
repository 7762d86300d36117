import { createLoader, parseAsInteger, parseAsStringLiteral } from 'nuqs/server';

export const VIEWS = ['uncertain', 'reconcile'] as const;
export const PERIODS = ['all', '24h', '7d', '30d'] as const;

export type Period = (typeof PERIODS)[number];

/** `view`: the tab; `period`: which uncertain attempts are listed; `after`: the page of older ones. */
export const billParams = {
  view: parseAsStringLiteral(VIEWS).withDefault('uncertain'),
  period: parseAsStringLiteral(PERIODS).withDefault('all'),
  after: parseAsInteger,
};

export const loadBillParams = createLoader(billParams);

/** Resolving takes up to a thousand at once; a page is what can still be looked over. */
const PAGE_SIZE = 100;

const MINUTE = 60_000;
const HOURS: Readonly<Record<Exclude<Period, 'all'>, number>> = { '24h': 24, '7d': 168, '30d': 720 };

/** Since when attempts are listed; whole minutes, so that the same is asked for while somebody reads. */
export function openInput(period: Period, now: number): { from?: string } {
  if (period === 'all') return {};
  const from = Math.floor((now - HOURS[period] * 60 * MINUTE) / MINUTE) * MINUTE;
  return { from: new Date(from).toISOString() };
}

/** A page of them, newest first. */
export function uncertainInput(period: Period, after: number | null, now: number) {
  return {
    ...openInput(period, now),
    state: 'uncertain' as const,
    order: 'newest' as const,
    limit: PAGE_SIZE,
    after: after ?? 0,
  };
}
