'use client';

import { useMutation } from '@tanstack/react-query';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Table, Td, Th, ThActions } from '@/components/ui/table.tsx';
import { cn } from '@/lib/class-names.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Price } from '@/lib/trpc/types.ts';
import { usePricesChanged } from './use-prices-changed.ts';

const STATES = {
  in_force: { tone: 'good', name: 'in force' },
  to_come: { tone: 'mode', name: 'to come' },
  superseded: { tone: 'plain', name: 'superseded' },
  removed: { tone: 'plain', name: 'removed' },
} as const;

/** Every price there is or was; spend was settled by the ones that are past. */
export function PriceHistory({ prices }: { prices: readonly Price[] }) {
  return (
    <Table label="Every price by model and date">
      <thead>
        <tr>
          <Th>Model</Th>
          <Th className="text-right sm:whitespace-nowrap">A million tokens</Th>
          <Th>From</Th>
          <Th>State</Th>
          <ThActions />
        </tr>
      </thead>
      <tbody className="[&>tr:last-child>td]:border-0">
        {prices.map((price) => (
          <tr key={price.id ?? `${price.model} ${price.from}`} className={cn(isPast(price) && 'text-soft')}>
            <Td className="font-mono text-[13px] sm:whitespace-nowrap">{price.model}</Td>
            <Td className="whitespace-nowrap text-right tabular-nums">
              {price.free ? 'free' : price.pricePerMillion}
            </Td>
            <Td className="whitespace-nowrap tabular-nums" title={price.from}>
              {price.from.slice(0, 10)}
              <span className="text-soft max-sm:hidden"> {price.from.slice(11, 16)}</span>
            </Td>
            <Td>
              <span className="flex flex-wrap items-center gap-x-2">
                <Badge tone={STATES[price.state].tone}>{STATES[price.state].name}</Badge>
                {price.id === null ? <span className="text-[13px] text-soft">built in</span> : null}
              </span>
            </Td>
            <Td className="whitespace-nowrap text-right">
              {price.id !== null && !isPast(price) ? <RemovePrice id={price.id} price={price} /> : null}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function isPast({ state }: Price): boolean {
  return state === 'superseded' || state === 'removed';
}

function RemovePrice({ id, price }: { id: string; price: Price }) {
  const trpc = useTRPC();
  const changed = usePricesChanged();
  const remove = useMutation(trpc.prices.remove.mutationOptions());
  return (
    <ConfirmDialog
      trigger={
        <Button
          size="sm"
          aria-label={`Remove the price of ${price.model} from ${price.from.slice(0, 10)} on`}
        >
          Remove
        </Button>
      }
      title={`Remove this price of ${price.model}?`}
      description="The one before it holds from the next call on; without one, calls are refused. What was settled keeps its amount."
      action="Remove price"
      confirm={async (why) => {
        await remove.mutateAsync({ id, ...why });
        await changed('The price is removed.');
      }}
    />
  );
}
