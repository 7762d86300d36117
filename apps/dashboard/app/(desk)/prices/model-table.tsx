'use client';

import { useMutation } from '@tanstack/react-query';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Table, Td, Th, ThActions } from '@/components/ui/table.tsx';
import { exactCount } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Model } from '@/lib/trpc/types.ts';
import { SetPrice } from './set-price.tsx';
import { usePricesChanged } from './use-prices-changed.ts';

export function ModelTable({ models }: { models: readonly Model[] }) {
  return (
    <Table label="Models and what they cost now">
      <thead>
        <tr>
          <Th>Model</Th>
          <Th className="text-right sm:whitespace-nowrap">A million tokens</Th>
          <Th className="text-right max-md:hidden">Dimensions</Th>
          <Th className="max-lg:hidden">Weighed</Th>
          <ThActions />
        </tr>
      </thead>
      <tbody className="[&>tr:last-child>td]:border-0">
        {models.map((model) => (
          <tr key={model.id}>
            <Td>
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="font-mono text-[13px] sm:whitespace-nowrap">{model.id}</span>
                {model.custom ? <Badge>defined here</Badge> : null}
              </span>
            </Td>
            <Td className="whitespace-nowrap text-right tabular-nums">
              <PriceNow model={model} />
            </Td>
            <Td className="text-right tabular-nums max-md:hidden">{exactCount(model.dimensions)}</Td>
            <Td className="max-lg:hidden">
              {model.tokenizer === 'unknown' ? 'held at an upper bound' : 'to the token'}
            </Td>
            <Td className="whitespace-nowrap text-right">
              <span className="inline-flex gap-2 max-sm:flex-col">
                <SetPrice model={model} />
                {model.custom ? <RemoveModel model={model} /> : null}
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function PriceNow({ model: { price, next } }: { model: Model }) {
  return (
    <>
      {price === null ? (
        <Badge tone="warn">
          no price<span className="max-sm:sr-only">: refused</span>
        </Badge>
      ) : price.free ? (
        'free'
      ) : (
        price.pricePerMillion
      )}
      {next ? (
        <span className="block text-[13px] text-soft">
          {next.free ? 'free' : next.pricePerMillion} from {next.from.slice(0, 10)}
        </span>
      ) : null}
    </>
  );
}

function RemoveModel({ model }: { model: Model }) {
  const trpc = useTRPC();
  const changed = usePricesChanged();
  const remove = useMutation(trpc.models.remove.mutationOptions());
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" aria-label={`Remove ${model.id}`}>
          Remove
        </Button>
      }
      title={`Remove ${model.id}?`}
      description="Calls for it are refused from now on, and its prices go with it. What it cost stays in the ledger."
      action="Remove model"
      confirm={async (why) => {
        await remove.mutateAsync({ id: model.id, ...why });
        await changed('The model is removed.');
      }}
    />
  );
}
