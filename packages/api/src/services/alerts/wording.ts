import { type BudgetStatus, type Forecast, formatUsd } from '@weighbridge/embeddings';
import { countedOf, DAYS_TO_TRUST, type Finding } from './rules/finding.ts';

export interface Words {
  title: string;
  message: string;
}

type NameOf = (scope: string) => string;

/** A finding as people read it; `nameOf` says what a scope is called, such as `project “Search”`. */
export function wordsFor(finding: Finding, nameOf: NameOf): Words {
  switch (finding.kind) {
    case 'threshold':
      return threshold(finding, nameOf);
    case 'forecast':
      return forecast(finding, nameOf);
    case 'uncertain':
      return finding.budget === null ? uncertainInAll(finding) : uncertainOf(finding.budget, nameOf);
    case 'overrun':
      return overrun(finding);
    default:
      return gap(finding);
  }
}

function threshold(
  { budget, ended, forecast }: Extract<Finding, { kind: 'threshold' }>,
  nameOf: NameOf,
): Words {
  const exhausted = countedOf(budget) >= budget.limitNanoUsd;
  const share = shareOf(countedOf(budget), budget);
  const usage = `${formatUsd(countedOf(budget))} of ${limitOf(budget)} (${share}) ${ended ? 'was' : 'is'} used: ${parts(budget)}.`;
  const what = `the ${budget.window} budget`;
  const sentences = [usage];
  if (budget.resetsAt !== null) {
    const at = instantIn(budget.timeZone, budget.resetsAt);
    sentences.push(
      ended
        ? `It was reset on ${at}.`
        : exhausted
          ? `What the cache cannot answer is refused until it resets on ${at}, or the limit is raised.`
          : `It resets on ${at}.`,
    );
  } else if (exhausted) sentences.push('What the cache cannot answer is refused until the limit is raised.');
  if (!exhausted && !ended && forecast?.runsOutAt) {
    sentences.push(`At the recent pace it runs out on ${instantIn(budget.timeZone, forecast.runsOutAt)}.`);
  }
  return {
    title: `${capitalised(nameOf(budget.scope))}: ${exhausted ? `${what} is used up` : `${share} of ${what} is used`}`,
    message: sentences.join(' '),
  };
}

function forecast(finding: Extract<Finding, { kind: 'forecast' }>, nameOf: NameOf): Words {
  const { budget, forecast } = finding;
  const zone = budget.timeZone;
  const sentences = [
    `At the recent pace ${limitOf(budget)} runs out on ${instantIn(zone, forecast.runsOutAt ?? 0)}.`,
    `${formatUsd(countedOf(budget))} is used so far (${parts(budget)}); ${comesTo(forecast)} by ${instantIn(zone, budget.resetsAt ?? 0)}, when it resets.`,
  ];
  if (forecast.daysMeasured < DAYS_TO_TRUST) {
    sentences.push('With so little history this is a guess.');
  }
  return {
    title: `${capitalised(nameOf(budget.scope))}: the ${budget.window} budget is forecast to run out`,
    message: sentences.join(' '),
  };
}

function uncertainOf(budget: BudgetStatus, nameOf: NameOf): Words {
  const share = shareOf(budget.uncertainNanoUsd, budget);
  return {
    title: `${capitalised(nameOf(budget.scope))}: ${share} of the ${budget.window} budget is uncertain`,
    message: `${formatUsd(budget.uncertainNanoUsd)} of ${limitOf(budget)} may have been billed, and counts as used. ${RESOLVE}`,
  };
}

function uncertainInAll({ nanoUsd, bound }: { nanoUsd: bigint; bound: bigint }): Words {
  return {
    title: `${formatUsd(nanoUsd)} is uncertain`,
    message: `So much may have been billed, and counts as used; the bound is ${formatUsd(bound)}. ${RESOLVE}`,
  };
}

const RESOLVE =
  'Look it up in the provider’s usage and say what became of it: `weighbridge ledger uncertain` lists the attempts, `weighbridge ledger resolve` settles or frees them.';

function overrun({ day, by }: Extract<Finding, { kind: 'overrun' }>): Words {
  const total = by.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0n);
  const list = by.map(({ provider, model, nanoUsd }) => `${formatUsd(nanoUsd)} by ${provider} for ${model}`);
  return {
    title: `${formatUsd(total)} more was metered than was held`,
    message: `On ${dateOf(day)} (UTC): ${list.join(', ')}. It is settled and counts against budgets, which may so pass their limits. A provider that counts tokens otherwise than expected should get a model of its own, or a higher bound.`,
  };
}

function gap({ gap }: Extract<Finding, { kind: 'gap' }>): Words {
  const cause =
    gap.cause === 'restore' ? 'a backup was restored' : 'an older copy of the database was put in place';
  return {
    title: 'The ledger lacks a period',
    message: `What was spent between ${instantIn('UTC', gap.from)} and ${instantIn('UTC', gap.to)} is not known, because ${cause}. Budgets whose windows overlap it admit nothing until somebody says what was billed: \`weighbridge ledger gaps close ${gap.id} --billed-usd …\``,
  };
}

function comesTo({ expected, low, high }: Forecast): string {
  const usd = (amount: number) => formatUsd(BigInt(Math.max(0, amount)));
  return `it would come to ${usd(expected)} (between ${usd(low)} and ${usd(high)})`;
}

function parts({ settledNanoUsd, heldNanoUsd, uncertainNanoUsd }: BudgetStatus): string {
  return `${formatUsd(settledNanoUsd)} settled, ${formatUsd(heldNanoUsd)} held, ${formatUsd(uncertainNanoUsd)} uncertain`;
}

function limitOf({ limitNanoUsd, window }: BudgetStatus): string {
  const per = { hour: 'an hour', day: 'a day', week: 'a week', month: 'a month', total: 'in total' };
  return `${formatUsd(limitNanoUsd)} ${per[window]}`;
}

/** Rounded down: nothing reads as 80 % that is not. */
function shareOf(amount: bigint, { limitNanoUsd }: BudgetStatus): string {
  return `${(amount * 100n) / limitNanoUsd} %`;
}

function instantIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at);
}

function dateOf(day: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(day);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
