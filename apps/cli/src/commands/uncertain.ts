import { usageError } from '../command-line/cli-error.ts';
import { table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

const LIMIT = 1000;

/** `weighbridge ledger uncertain`: what may have been billed, oldest first. JSON: an array of ledger lines. */
export async function listUncertain({ ask, terminal }: Desk): Promise<void> {
  const { items } = await ask((trpc) => trpc.spend.ledger.query({ state: 'uncertain', limit: LIMIT }));
  terminal.result(items, () =>
    table(
      items,
      [
        { title: 'ID', value: (line) => line.id },
        { title: 'PLACED', value: (line) => line.placedAt },
        { title: 'PROJECT', value: (line) => line.project },
        { title: 'PROVIDER', value: (line) => line.provider },
        { title: 'TOKENS', value: (line) => String(line.heldTokens), align: 'right' },
        { title: 'NANO-USD', value: (line) => line.heldNanoUsd, align: 'right' },
        { title: 'WHY', value: (line) => line.errorCode ?? '' },
        { title: 'CORRELATION', value: (line) => line.correlationId },
      ],
      'Nothing is uncertain.',
    ),
  );
}

/** `weighbridge ledger resolve <id> --billed|--not-billed`. JSON: the ledger line as it stands now. */
export async function resolveUncertain(
  { ask, terminal }: Desk,
  id: string,
  options: { billed?: boolean; notBilled?: boolean; reason?: string },
): Promise<void> {
  if ((options.billed ?? false) === (options.notBilled ?? false)) {
    throw usageError('Say what became of it once: --billed, or --not-billed.');
  }
  const as = options.billed ? 'billed' : 'not_billed';
  const line = await ask((trpc) => trpc.uncertain.resolve.mutate({ id, as, ...why(options) }));
  terminal.result(line, () =>
    as === 'billed' ? `${id} is settled at ${line.settledNanoUsd} nano-USD.` : `${id} is released.`,
  );
}
