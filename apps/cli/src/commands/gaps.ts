import type { RouterOutputs } from '@weighbridge/client';
import { usageError } from '../command-line/cli-error.ts';
import { table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

type Gap = RouterOutputs['gaps']['list'][number];

/** `weighbridge ledger gaps`: periods that the ledger lacks, the latest first. JSON: an array. */
export async function listGaps({ ask, terminal }: Desk): Promise<void> {
  const gaps = await ask((trpc) => trpc.gaps.list.query());
  terminal.result(gaps, () =>
    table(
      gaps,
      [
        { title: 'ID', value: (gap) => gap.id },
        { title: 'FROM', value: (gap) => gap.from },
        { title: 'TO', value: (gap) => gap.to },
        { title: 'CAUSE', value: (gap) => gap.cause },
        { title: 'BILLED', value: (gap) => gap.billed ?? 'unknown', align: 'right' },
        { title: 'STOPS', value: stopped },
      ],
      'The ledger lacks nothing.',
    ),
  );
}

/** `weighbridge ledger gaps close <id> --billed-usd 1.23|--nothing-billed`. JSON: the gap as it stands now. */
export async function closeGap(
  { ask, terminal }: Desk,
  id: string,
  options: { billedUsd?: string; nothingBilled?: boolean; reason?: string },
): Promise<void> {
  const { billedUsd } = options;
  if ((billedUsd !== undefined) === (options.nothingBilled ?? false)) {
    throw usageError('Say once what the provider billed in it: --billed-usd 1.23, or --nothing-billed.');
  }
  const billed = billedUsd === undefined ? { billedNanoUsd: '0' } : { billedUsd };
  const gap = await ask((trpc) => trpc.gaps.close.mutate({ id, ...billed, ...why(options) }));
  terminal.result(gap, () => `${id} is closed: ${gap.billed} counts in every budget that overlaps it.`);
}

function stopped(gap: Gap): string {
  if (gap.closedAt !== null) return '';
  return gap.stops.map(({ scope, window }) => `${scope} ${window}`).join(', ') || 'nothing at present';
}
