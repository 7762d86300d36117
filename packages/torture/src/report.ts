import { formatUsd, nanoToDecimal } from '@weighbridge/embeddings';
import { CHECKS, type LoadFigures, type Verdict } from './judge/verdict.ts';
import { sabotageNamed } from './sabotage/sabotage.ts';
import { table } from './table.ts';

/** A verdict as a table for people. */
export function report(verdict: Verdict): string {
  const { seed, processes, clients, ledger, sabotage } = verdict;
  const broken =
    sabotage === null ? [] : [`BROKEN ON PURPOSE (${sabotage}): ${sabotageNamed(sabotage).breaks}`];
  return [
    `torture, seed ${seed}: ${processes} processes with ${clients} clients each, ${ledger.seconds} s of load`,
    ...broken,
    '',
    ...comparison(verdict),
    '',
    ...ofTheRun(verdict),
    '',
    ...byBudget(ledger),
    '',
    ...checks(verdict),
    '',
    verdict.passed ? 'PASSED' : 'FAILED',
    '',
  ].join('\n');
}

function comparison({ ledger, naive }: Verdict): string[] {
  const row = (name: string, figure: (load: LoadFigures) => string): string[] => [
    name,
    figure(ledger),
    naive ? figure(naive) : '',
  ];
  return table([
    ['', 'Weighbridge', naive ? 'count afterwards' : ''],
    row('load', ({ seconds }) => `${seconds} s`),
    row('requests', ({ requests }) => count(requests)),
    row('  of them billed', ({ billedRequests }) => count(billedRequests)),
    row(
      'billed',
      ({ billedNanoUsd, billedTokens }) => `${usd(billedNanoUsd)} (${count(billedTokens)} tokens)`,
    ),
    row('overshoot', overshoot),
    row('  fullest window', ({ mostUsedPercent }) => `${mostUsedPercent} % of its limit`),
    row('least headroom', ({ leastHeadroomNanoUsd }) => usd(leastHeadroomNanoUsd)),
    row('refusals', ({ refusals }) => count(refusals)),
    row('most out together', ({ mostInFlight }) => count(mostInFlight)),
    row('holds/s', ({ holds, seconds }) => count(Math.round(holds / seconds))),
  ]);
}

function overshoot({ overshootNanoUsd, overshotWindows }: LoadFigures): string {
  if (overshotWindows === 0) return '0';
  return `${usd(overshootNanoUsd)} in ${overshotWindows} windows`;
}

function ofTheRun(verdict: Verdict): string[] {
  const { uncertain, kills, killedInFlight, edges, setBack, nearAnEdge, textsPaidAgain } = verdict;
  const error = BigInt(uncertain.nanoUsd) - BigInt(uncertain.billedNanoUsd);
  const rows = [
    [
      'uncertain',
      `${usd(uncertain.nanoUsd)} in ${uncertain.entries} holds, ${uncertain.crashed} of them left by kills`,
    ],
    ['  truly billed of it', usd(uncertain.billedNanoUsd)],
    ['  error against the truth', `${usd(String(error))} counted too much`],
    ['kills', `${kills}, with ${killedInFlight} requests out`],
    [
      'ends of windows passed',
      `${edges.hours} hours, ${edges.days} days, ${edges.months} months; clocks changed ${edges.clockChanges} times`,
    ],
    ['clock set back', `${setBack} times`],
    ['holds near such an end', count(nearAnEdge)],
    [
      'texts billed again',
      `${count(textsPaidAgain)} (after unknown or unsound answers, or by two processes at once)`,
    ],
  ];
  return table(rows, 'left');
}

function byBudget({ budgets }: LoadFigures): string[] {
  return table([
    ['budget', 'window', 'windows', 'refusals', 'least headroom', 'overshoot'],
    ...budgets.map((budget) => [
      budget.scope,
      budget.window,
      count(budget.windows),
      count(budget.refusals),
      usd(budget.leastHeadroomNanoUsd),
      usdOrNothing(budget.overshootNanoUsd),
    ]),
  ]);
}

function checks({ checks: results }: Verdict): string[] {
  return results.flatMap(({ name, passed, violations, examples }) =>
    passed
      ? [`ok    ${CHECKS[name]}`]
      : [
          `FAIL  ${CHECKS[name]}: ${count(violations)} violations`,
          ...examples.map((example) => `        ${example}`),
        ],
  );
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}

/** Exact below a cent, where rounding would hide what matters here. */
function usd(nano: string): string {
  const amount = BigInt(nano);
  const small = amount > -10_000_000n && amount < 10_000_000n;
  return small ? `$${nanoToDecimal(amount)}`.replace('$-', '-$') : formatUsd(amount);
}

function usdOrNothing(nano: string): string {
  return nano === '0' ? '0' : usd(nano);
}
