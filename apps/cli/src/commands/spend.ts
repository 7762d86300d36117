import type { RouterOutputs } from '@weighbridge/client';
import { bytes, count } from '../present/quantity.ts';
import { table } from '../present/table.ts';
import type { Desk } from './administration.ts';

type Totals = RouterOutputs['spend']['summary']['today'];

/** `weighbridge spend`. JSON: what `spend.summary` answers. */
export async function showSpend({ ask, terminal }: Desk, options: { project?: string }): Promise<void> {
  const summary = await ask((trpc) =>
    trpc.spend.summary.query(options.project === undefined ? {} : { project: options.project }),
  );
  terminal.result(summary, () => {
    const { today, month, cache } = summary;
    const line = (label: string, value: (totals: Totals) => string) => ({
      label,
      today: value(today),
      month: value(month),
    });
    return [
      table(
        [
          line('settled', (totals) => totals.settled),
          line('held', (totals) => totals.held),
          line('uncertain', (totals) => totals.uncertain),
          line('saved', (totals) => totals.saved),
          line('mock, would have cost', (totals) => totals.freeWouldHave),
          line('tokens billed', (totals) => count(totals.settledTokens)),
          line('requests', (totals) => count(totals.requests)),
          line('inputs answered', (totals) => count(totals.inputs)),
          line('from the cache', (totals) => count(totals.recalledInputs)),
        ],
        [
          { title: '', value: (row) => row.label },
          { title: 'TODAY', value: (row) => row.today, align: 'right' },
          { title: 'MONTH', value: (row) => row.month, align: 'right' },
        ],
        '',
      ),
      `cache: ${count(cache.entries)} vectors, ${bytes(cache.bytes)} of ${bytes(cache.maxBytes)}`,
    ].join('\n\n');
  });
}
