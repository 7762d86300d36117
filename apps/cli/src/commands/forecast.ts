import { usageError } from '../command-line/cli-error.ts';
import { table } from '../present/table.ts';
import type { Desk } from './administration.ts';

export interface ScoreOptions {
  days: string;
  project?: string;
  provider?: string;
  model?: string;
  key?: string;
  tag?: string;
}

/** `weighbridge forecast score`: the forecast on the ledger's own past days. JSON: what `budgets.scoreForecast` answers. */
export async function scoreForecast({ ask, terminal }: Desk, options: ScoreOptions): Promise<void> {
  const { days, key, ...filter } = options;
  if (!/^\d{1,2}$/.test(days)) throw usageError(`--days is "${days}"; write a number from 1 to 90.`);
  const score = await ask((trpc) =>
    trpc.budgets.scoreForecast.query({
      ...filter,
      ...(key === undefined ? {} : { keyId: key }),
      days: Number(days),
    }),
  );
  const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(0)} %`);
  terminal.result(score, () =>
    score.forecasts === 0
      ? 'There is nothing to score yet: a day is scored when two weeks of spend lie before it.'
      : [
          table(
            [
              { name: 'forecast', error: percent(score.error), inside: percent(score.insideBand) },
              { name: 'straight line', error: percent(score.straightLineError), inside: '' },
            ],
            [
              { title: '', value: (row) => row.name },
              { title: 'MEAN ERROR', value: (row) => row.error, align: 'right' },
              { title: 'INSIDE THE BAND', value: (row) => row.inside, align: 'right' },
            ],
            '',
          ),
          `${score.forecasts} forecasts of days that are over, against the mean day. The band is meant to hold 80 %.`,
        ].join('\n\n'),
  );
}
