import { createLoader, parseAsStringLiteral } from 'nuqs/server';

/** `range`: what the spend chart looks back on. */
export const overviewParams = { range: parseAsStringLiteral(['24h', '30d'] as const).withDefault('24h') };

export const loadOverviewParams = createLoader(overviewParams);

export type Range = '24h' | '30d';

export const GRANULARITY: Readonly<Record<Range, 'hour' | 'day'>> = { '24h': 'hour', '30d': 'day' };

/** Enough that a call with many bad inputs, which is one line, does not hide the others. */
export const LATEST_FINDINGS = { limit: 25 };

/** The last time somebody used the toggle. */
export const LATEST_SWITCH = { action: 'mode.set', limit: 1 };
