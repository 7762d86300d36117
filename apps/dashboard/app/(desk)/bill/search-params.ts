import { createLoader, parseAsStringLiteral } from 'nuqs/server';

export const VIEWS = ['uncertain', 'reconcile'] as const;
export const PERIODS = ['all', '24h', '7d', '30d'] as const;

export type Period = (typeof PERIODS)[number];

/** `view`: the tab; `period`: which uncertain attempts are listed. */
export const billParams = {
  view: parseAsStringLiteral(VIEWS).withDefault('uncertain'),
  period: parseAsStringLiteral(PERIODS).withDefault('all'),
};

export const loadBillParams = createLoader(billParams);

/** As many as can be resolved at once. */
export const UNCERTAIN = { state: 'uncertain', limit: 1000, order: 'newest' } as const;

const HOURS: Readonly<Record<Exclude<Period, 'all'>, number>> = { '24h': 24, '7d': 168, '30d': 720 };

/** The first instant of a period, in ms; 0 for all. */
export function periodStart(period: Period, now: number): number {
  return period === 'all' ? 0 : now - HOURS[period] * 3_600_000;
}
