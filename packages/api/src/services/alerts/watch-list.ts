import type { Stores } from '@weighbridge/db';
import { formatUsd, NANO_PER_USD, type NanoUsd } from '@weighbridge/embeddings';

/** What is watched for, the same for every budget of an installation. */
export interface WatchList {
  /** Percent of a budget's limit, ascending; each is told once for a window and limit. */
  thresholds: number[];
  /** Tell when a window is forecast to pass its limit. */
  forecast: boolean;
  /** Tell when this much is uncertain in all, and again each day; null: never. */
  uncertainNanoUsd: NanoUsd | null;
  /** Tell when this percent of a budget's limit is uncertain; null: never. */
  uncertainPercent: number | null;
  /** Where people open the dashboard, for links in messages; null: on the gateway's machine. */
  dashboardUrl: string | null;
}

export const DEFAULT_WATCH_LIST: WatchList = {
  thresholds: [50, 80, 100],
  forecast: true,
  uncertainNanoUsd: NANO_PER_USD,
  uncertainPercent: 10,
  dashboardUrl: null,
};

/** Read anew for each look, so that a change acts at once. What an older version stored keeps its defaults. */
export async function readWatchList(alerts: Pick<Stores['alerts'], 'settings'>): Promise<WatchList> {
  const stored = await alerts.settings();
  if (stored === undefined) return DEFAULT_WATCH_LIST;
  const { uncertainNanoUsd, ...rest } = JSON.parse(stored);
  return {
    ...DEFAULT_WATCH_LIST,
    ...rest,
    ...(uncertainNanoUsd === undefined
      ? {}
      : { uncertainNanoUsd: uncertainNanoUsd === null ? null : BigInt(uncertainNanoUsd) }),
  };
}

export function storedForm(list: WatchList): string {
  const { thresholds, forecast, uncertainNanoUsd, uncertainPercent, dashboardUrl } = list;
  return JSON.stringify({
    thresholds,
    forecast,
    uncertainNanoUsd: uncertainNanoUsd?.toString() ?? null,
    uncertainPercent,
    dashboardUrl,
  });
}

/** For the audit line. */
export function describeWatchList(list: WatchList): string {
  const bounds = [
    list.uncertainNanoUsd === null ? undefined : formatUsd(list.uncertainNanoUsd),
    list.uncertainPercent === null ? undefined : `${list.uncertainPercent} % of a budget`,
  ].filter((bound) => bound !== undefined);
  return [
    list.thresholds.length === 0 ? 'no thresholds' : `at ${list.thresholds.join(', ')} %`,
    list.forecast ? 'forecasts' : 'no forecasts',
    bounds.length === 0 ? 'uncertain: never' : `uncertain from ${bounds.join(' or ')}`,
    ...(list.dashboardUrl === null ? [] : [`dashboard at ${list.dashboardUrl}`]),
  ].join('; ');
}
