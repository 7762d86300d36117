import { createLoader, parseAsInteger, parseAsStringLiteral } from 'nuqs/server';

export const VIEWS = ['alerts', 'webhooks', 'settings'] as const;
export const KINDS = ['threshold', 'forecast', 'uncertain', 'overrun', 'gap', 'webhook'] as const;

/** `view`: the tab; `show` and `kind`: which alerts; `before` and `sent`: the pages of older alerts and deliveries. */
export const alertsParams = {
  view: parseAsStringLiteral(VIEWS).withDefault('alerts'),
  show: parseAsStringLiteral(['open', 'all'] as const).withDefault('open'),
  kind: parseAsStringLiteral(KINDS),
  before: parseAsInteger,
  sent: parseAsInteger,
};

export const loadAlertsParams = createLoader(alertsParams);

interface AlertsParams {
  show: 'open' | 'all';
  kind: (typeof KINDS)[number] | null;
  before: number | null;
  sent: number | null;
}

/** The same on the server and in the browser, so that what was prefetched is found. */
export function listInput({ show, kind, before }: AlertsParams) {
  return {
    limit: 30,
    ...(show === 'open' ? { state: 'open' as const } : {}),
    ...(kind === null ? {} : { kind }),
    ...(before === null ? {} : { before }),
  };
}

export function deliveriesInput({ sent }: AlertsParams) {
  return { limit: 25, ...(sent === null ? {} : { before: sent }) };
}
