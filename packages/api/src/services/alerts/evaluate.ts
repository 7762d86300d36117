import type { Alert, AlertKey } from '@weighbridge/db';
import type { BudgetStatus } from '@weighbridge/embeddings';
import type { Services } from '../../context.ts';
import { BudgetForecasts } from '../budgets/forecast.ts';
import { factsFor } from './facts.ts';
import { forecastToExceed, thresholdReached, uncertainShare } from './rules/budget.ts';
import { type Finding, isTold, keyOf, severityOf } from './rules/finding.ts';
import { ledgerFindings } from './rules/ledger.ts';
import { scopeNames } from './scope-names.ts';
import { readWatchList, type WatchList } from './watch-list.ts';
import { wordsFor } from './wording.ts';

const DAY_MS = 86_400_000;

/** How long after its end a window is still looked at: what was out then is settled in it. */
const LOOK_BACK_MS = 600_000;

export type AlertServices = Pick<Services, 'stores' | 'clock' | 'newId' | 'live'>;

/**
 * Looks at the counters that the dashboard shows and tells what is new, once for each window and limit, whoever else
 * looks. Forecasts read four weeks of history, so they are asked for less often. Answers what was told.
 */
export async function evaluate(
  services: AlertServices,
  { forecasts }: { forecasts: boolean },
): Promise<Alert[]> {
  const { stores, clock, newId, live } = services;
  const findings = await look(services, forecasts);
  if (findings.length === 0) return [];
  const nameOf = await scopeNames(stores);
  const told = await stores.alerts.raise(
    findings.map((finding) => ({
      ...keyOf(finding),
      ...wordsFor(finding, nameOf),
      id: newId('alr'),
      severity: severityOf(finding),
      at: clock.now(),
      facts: factsFor(finding, nameOf),
    })),
  );
  if (told.length > 0) live.publish('alerts');
  return told;
}

async function look(services: AlertServices, withForecasts: boolean): Promise<Finding[]> {
  const { stores, clock } = services;
  await stores.ledger.drained();
  const now = clock.now();
  const [list, present, ended] = await Promise.all([
    readWatchList(stores.alerts),
    stores.budgets.list(now),
    stores.budgets.justEnded(now, LOOK_BACK_MS),
  ]);
  const ledger = await ledgerFacts(services, now);
  const told = await stores.alerts.told([
    ...[...present, ...ended].map(({ id, windowStart }) => ({ subject: id, windowStart })),
    ...ledger.overruns.map(({ day }) => ({ subject: 'ledger', windowStart: day })),
    ...ledger.gaps.map(({ id, from }) => ({ subject: id, windowStart: from })),
  ]);
  const forecasts = new BudgetForecasts(services);
  const ofBudgets: Finding[] = [];
  // One after another: forecasts of many budgets at once would keep the dashboard's queries waiting.
  for (const budget of present) {
    ofBudgets.push(...(await ofBudget(budget, { list, told, forecasts, withForecasts })));
  }
  const late = ended.map((budget) => thresholdReached(budget, list, told, true));
  return [...ofBudgets, ...late.filter((finding) => finding !== null), ...ledgerFindings(ledger, list, told)];
}

interface Look {
  list: WatchList;
  told: readonly AlertKey[];
  forecasts: BudgetForecasts;
  withForecasts: boolean;
}

async function ofBudget(budget: BudgetStatus, { list, told, ...look }: Look): Promise<Finding[]> {
  const reached = thresholdReached(budget, list, told);
  const wanted = look.withForecasts && list.forecast && !isTold(forecastKey(budget), told);
  const forecast = wanted || reached ? await look.forecasts.of(budget) : null;
  const findings = [
    reached?.kind === 'threshold' ? { ...reached, forecast } : null,
    wanted ? forecastToExceed(budget, forecast, told) : null,
    uncertainShare(budget, list, told),
  ];
  return findings.filter((finding) => finding !== null);
}

function forecastKey({ id, windowStart, limitNanoUsd }: BudgetStatus): AlertKey {
  return { kind: 'forecast', subject: id, windowStart, limitNanoUsd, threshold: 0 };
}

/** Yesterday's overruns too: an attempt counts to the day it was held in, and may be settled in the next. */
async function ledgerFacts({ stores }: AlertServices, now: number) {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const days = [today - DAY_MS, today];
  const [{ uncertainNanoUsd }, gaps, ...overruns] = await Promise.all([
    stores.spend.summary({ from: 0, to: now + DAY_MS }),
    stores.gaps.list(),
    ...days.map((day) => stores.alerts.overruns({ from: day, to: day + DAY_MS })),
  ]);
  return {
    today,
    uncertainNanoUsd,
    gaps,
    overruns: days.map((day, at) => ({ day, by: overruns[at] ?? [] })),
  };
}
