import type { RouterOutputs } from '@weighbridge/client';
import { table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

type Price = RouterOutputs['prices']['set'];

/** What a command says of a price. */
export interface PriceOptions {
  usdPerMillion?: string;
  nanoUsdPerToken?: string;
  free?: boolean;
}

/** `weighbridge prices list`. JSON: an array, by model, the latest beginning first. */
export async function listPrices({ ask, terminal }: Desk): Promise<void> {
  const prices = await ask((trpc) => trpc.prices.list.query());
  terminal.result(prices, () => priceTable(prices));
}

/** `weighbridge prices set <model>`. JSON: the price. */
export async function setPrice(
  { ask, terminal }: Desk,
  model: string,
  options: PriceOptions & { from?: string; reason?: string },
): Promise<void> {
  const price = await ask((trpc) =>
    trpc.prices.set.mutate({
      model,
      ...priceOf(options),
      ...(options.from === undefined ? {} : { from: options.from }),
      ...why(options),
    }),
  );
  terminal.result(price, () => priceTable([price]));
}

/** `weighbridge prices remove <id>|<model>`. JSON: `{ id, removed }`. */
export async function removePrice(
  { ask, terminal }: Desk,
  id: string,
  options: { reason?: string },
): Promise<void> {
  const removed = await ask((trpc) => trpc.prices.remove.mutate({ id, ...why(options) }));
  terminal.result(removed, () => `Price ${id} is removed.`);
}

/** The price as the gateway reads it; it is the gateway that says when there is none, or more than one. */
export function priceOf({ usdPerMillion, nanoUsdPerToken, free }: PriceOptions): PriceOptions {
  return {
    ...(usdPerMillion === undefined ? {} : { usdPerMillion }),
    ...(nanoUsdPerToken === undefined ? {} : { nanoUsdPerToken }),
    ...(free === undefined ? {} : { free }),
  };
}

const STATES = {
  in_force: 'in force',
  to_come: 'to come',
  superseded: 'superseded',
  removed: 'removed',
} as const;

function priceTable(prices: readonly Price[]): string {
  return table(
    prices,
    [
      { title: 'MODEL', value: (price) => price.model },
      {
        title: 'A MILLION TOKENS',
        value: (price) => (price.free ? 'free' : price.pricePerMillion),
        align: 'right',
      },
      { title: 'FROM', value: (price) => price.from },
      { title: 'STATE', value: (price) => STATES[price.state] },
      { title: 'ID', value: (price) => price.id ?? 'ships' },
    ],
    'No prices.',
  );
}
