import { formatUsd } from '@weighbridge/embeddings';
import { usageError } from '../command-line/cli-error.ts';
import { counted } from '../present/quantity.ts';
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
        { title: 'AMOUNT', value: (line) => formatUsd(BigInt(line.heldNanoUsd)), align: 'right' },
        { title: 'WHY', value: (line) => line.errorCode ?? '' },
        { title: 'CORRELATION', value: (line) => line.correlationId },
      ],
      'Nothing is uncertain.',
    ),
  );
}

export interface ResolveOptions {
  billed?: boolean;
  notBilled?: boolean;
  /** Everything that is uncertain, of a period when one is named. */
  all?: boolean;
  from?: string;
  to?: string;
  reason?: string;
}

/**
 * `weighbridge ledger resolve <ids…>|--all --billed|--not-billed`. JSON: the ledger line of one; of many, what was moved.
 */
export async function resolveUncertain(
  desk: Desk,
  ids: readonly string[],
  options: ResolveOptions,
): Promise<void> {
  const { ask, terminal } = desk;
  if ((options.billed ?? false) === (options.notBilled ?? false)) {
    throw usageError('Say what became of it once: --billed, or --not-billed.');
  }
  if (ids.length > 0 === (options.all ?? false)) {
    throw usageError('Name the attempts by their ids, or resolve --all (of a period: with --from and --to).');
  }
  const as = options.billed ? 'billed' : 'not_billed';
  const [only] = ids;
  if (only !== undefined && ids.length === 1) {
    const line = await ask((trpc) => trpc.uncertain.resolve.mutate({ id: only, as, ...why(options) }));
    terminal.result(line, () =>
      as === 'billed'
        ? `${only} is settled at ${formatUsd(BigInt(line.settledNanoUsd))}.`
        : `${only} is released.`,
    );
    return;
  }
  const chosen = options.all ? await uncertainOf(desk, options) : ids;
  const moved =
    chosen.length === 0
      ? { attempts: 0, tokens: 0, nanoUsd: '0', usd: '$0.00', budgets: [] }
      : await ask((trpc) => trpc.uncertain.resolveMany.mutate({ ids: [...chosen], as, ...why(options) }));
  const verb = as === 'billed' ? 'settled' : 'released';
  terminal.result(moved, () => `${counted(moved.attempts, 'attempt')} ${verb}: ${moved.usd}.`);
}

async function uncertainOf({ ask }: Desk, { from, to }: ResolveOptions): Promise<string[]> {
  const { items, cursor } = await ask((trpc) =>
    trpc.spend.ledger.query({
      state: 'uncertain',
      limit: LIMIT,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    }),
  );
  if (cursor === null) return items.map(({ id }) => id);
  throw usageError(`More than ${LIMIT} attempts are uncertain; narrow the period with --from and --to.`);
}
