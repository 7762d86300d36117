import type { RouterOutputs } from '@weighbridge/client';
import { usageError } from '../command-line/cli-error.ts';
import { whole } from '../embed/settings.ts';
import { counted } from '../present/quantity.ts';
import { facts, table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

const KINDS = ['threshold', 'forecast', 'overrun', 'uncertain', 'gap', 'webhook'] as const;

/** `weighbridge alerts list`: those nobody has acknowledged, or with `--all` every one. JSON: an array. */
export async function listAlerts(
  { ask, terminal }: Desk,
  options: { all?: boolean; kind?: string; limit: string },
): Promise<void> {
  const kind = KINDS.find((candidate) => candidate === options.kind);
  if (options.kind !== undefined && !kind) {
    throw usageError(`--kind is "${options.kind}"; write one of: ${KINDS.join(', ')}.`);
  }
  const { items } = await ask((trpc) =>
    trpc.alerts.list.query({
      limit: whole('--limit', options.limit, 1, 200),
      ...(options.all ? {} : { state: 'open' as const }),
      ...(kind ? { kind } : {}),
    }),
  );
  terminal.result(items, () =>
    table(
      items,
      [
        { title: 'ID', value: (alert) => alert.id },
        { title: 'AT', value: (alert) => alert.at },
        { title: 'SEVERITY', value: (alert) => alert.severity },
        { title: 'WHAT', value: (alert) => alert.title },
        { title: 'ACKNOWLEDGED', value: (alert) => alert.acknowledgedBy ?? '–' },
      ],
      options.all ? 'Nothing was told yet.' : 'No alert is open.',
    ),
  );
}

/** `weighbridge alerts acknowledge <id>…|--all`. JSON: `{ acknowledged }`. */
export async function acknowledgeAlerts(
  { ask, terminal }: Desk,
  ids: string[],
  options: { all?: boolean; reason?: string },
): Promise<void> {
  if (ids.length > 0 === (options.all ?? false)) {
    throw usageError('Name the alerts by their ids, or write --all.');
  }
  const which = options.all ? { all: true as const } : { ids };
  const done = await ask((trpc) => trpc.alerts.acknowledge.mutate({ ...which, ...why(options) }));
  terminal.result(done, () => `Acknowledged: ${counted(done.acknowledged, 'alert')}.`);
}

export interface AlertSettingsOptions {
  thresholds?: string;
  forecast?: string;
  uncertainUsd?: string;
  uncertainPercent?: string;
  dashboardUrl?: string;
  reason?: string;
}

/** `weighbridge alerts settings`: shows what is watched for, or changes what is given. JSON: all of it. */
export async function alertSettings({ ask, terminal }: Desk, options: AlertSettingsOptions): Promise<void> {
  const change = changeOf(options);
  const settings = await ask((trpc) =>
    Object.keys(change).length === 0
      ? trpc.alerts.settings.query()
      : trpc.alerts.setSettings.mutate({ ...change, ...why(options) }),
  );
  terminal.result(settings, () => present(settings));
}

function changeOf(options: AlertSettingsOptions) {
  const { thresholds, forecast, uncertainUsd, uncertainPercent, dashboardUrl } = options;
  return {
    ...(thresholds === undefined ? {} : { thresholds: percents(thresholds) }),
    ...(forecast === undefined ? {} : { forecast: onOrOff(forecast) }),
    ...(uncertainUsd === undefined ? {} : { uncertainUsd: orNull(uncertainUsd) }),
    ...(uncertainPercent === undefined
      ? {}
      : {
          uncertainPercent:
            orNull(uncertainPercent) === null
              ? null
              : whole('--uncertain-percent', uncertainPercent, 1, 1000),
        }),
    ...(dashboardUrl === undefined ? {} : { dashboardUrl: orNull(dashboardUrl) }),
  };
}

const orNull = (given: string) => (given === 'off' ? null : given);

function percents(given: string): number[] {
  if (given === 'off') return [];
  return given.split(',').map((one) => whole('--thresholds', one.trim(), 1, 1000));
}

function onOrOff(given: string): boolean {
  if (given === 'on' || given === 'off') return given === 'on';
  throw usageError(`--forecast is "${given}"; write on or off.`);
}

function present(settings: RouterOutputs['alerts']['settings']): string {
  const { thresholds, forecast, uncertain, uncertainPercent, dashboardUrl } = settings;
  return facts([
    ['thresholds', thresholds.length > 0 ? `${thresholds.join(', ')} % of each budget` : 'off'],
    ['forecast', forecast ? 'on' : 'off'],
    ['uncertain', uncertain ?? 'off'],
    ['uncertain share', uncertainPercent === null ? 'off' : `${uncertainPercent} % of a budget`],
    ['dashboard', dashboardUrl ?? 'on this machine'],
  ]);
}
