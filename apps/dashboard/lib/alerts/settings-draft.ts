import { toDecimalUsd } from '../format/money.ts';
import type { AlertSettings } from '../trpc/types.ts';

/** The settings as somebody is writing them. */
export interface SettingsDraft {
  thresholds: string;
  forecast: boolean;
  uncertainUsd: string;
  uncertainPercent: string;
  dashboardUrl: string;
}

export interface SettingsInput {
  thresholds: number[];
  forecast: boolean;
  uncertainUsd: string | null;
  uncertainPercent: number | null;
  dashboardUrl: string | null;
}

export function draftOf(settings: AlertSettings): SettingsDraft {
  const { thresholds, forecast, uncertainNanoUsd, uncertainPercent, dashboardUrl } = settings;
  return {
    thresholds: thresholds.join(', '),
    forecast,
    uncertainUsd: uncertainNanoUsd === null ? '' : toDecimalUsd(uncertainNanoUsd),
    uncertainPercent: uncertainPercent === null ? '' : String(uncertainPercent),
    dashboardUrl: dashboardUrl ?? '',
  };
}

type Problems = Partial<Record<'thresholds' | 'uncertainUsd' | 'uncertainPercent', string>>;

/** What the draft says, or what is wrong with it; an empty field switches its alert off. */
export function readDraft(draft: SettingsDraft): { input?: SettingsInput; problems: Problems } {
  const thresholds = draft.thresholds.split(/[\s,;%]+/).filter(Boolean);
  const usd = draft.uncertainUsd.trim().replace(/^\$\s*/, '');
  const percent = draft.uncertainPercent.trim().replace(/\s*%$/, '');
  const problems: Problems = {
    ...(thresholds.every(isPercent)
      ? {}
      : { thresholds: 'Write whole percents above zero, such as 50, 80, 100.' }),
    ...(usd === '' || /^\d{1,9}(\.\d{1,9})?$/.test(usd)
      ? {}
      : { uncertainUsd: 'Write an amount such as 0.50.' }),
    ...(percent === '' || isPercent(percent)
      ? {}
      : { uncertainPercent: 'Write a whole percent above zero, such as 10.' }),
  };
  if (Object.keys(problems).length > 0) return { problems };
  const input = {
    thresholds: thresholds.map(Number),
    forecast: draft.forecast,
    uncertainUsd: usd === '' ? null : usd,
    uncertainPercent: percent === '' ? null : Number(percent),
    dashboardUrl: draft.dashboardUrl.trim() || null,
  };
  return { input, problems };
}

function isPercent(text: string): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1000;
}
