import type { RouterOutputs } from '@weighbridge/client';
import { usageError } from '../command-line/cli-error.ts';
import { type Desk, why } from './administration.ts';

type Retention = RouterOutputs['retention']['get'];

/** `weighbridge retention show`. JSON: `{ days, detailsFrom }`. */
export async function showRetention({ ask, terminal }: Desk): Promise<void> {
  const retention = await ask((trpc) => trpc.retention.get.query());
  terminal.result(retention, () => told(retention));
}

/** `weighbridge retention set --days 90|--forever`. JSON: `{ days, detailsFrom }`. */
export async function setRetention(
  { ask, terminal }: Desk,
  options: { days?: string; forever?: boolean; reason?: string },
): Promise<void> {
  if ((options.days !== undefined) === (options.forever ?? false)) {
    throw usageError('Say once how long details are kept: --days 90, or --forever.');
  }
  const days = options.days === undefined ? null : Number(options.days);
  if (days !== null && (!Number.isSafeInteger(days) || days < 7)) {
    throw usageError(`--days is "${options.days}"; write a whole number from 7.`);
  }
  const retention = await ask((trpc) => trpc.retention.set.mutate({ days, ...why(options) }));
  terminal.result(retention, () => told(retention));
}

function told({ days, detailsFrom }: Retention): string {
  const kept =
    days === null
      ? 'Entries of the ledger are kept for ever.'
      : `Entries of the ledger are kept for ${days} days; older ones are deleted within the hour, sums are kept.`;
  return detailsFrom === null ? kept : `${kept} Before ${detailsFrom} there are sums by quarter hour only.`;
}
