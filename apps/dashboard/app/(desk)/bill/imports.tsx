'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Ago } from '@/components/clock.tsx';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { counted } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { BillImport } from '@/lib/trpc/types.ts';

/** What was read in; a later import takes the place of an earlier one on its days. */
export function Imports({ imports }: { imports: readonly BillImport[] }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const remove = useMutation(trpc.bills.remove.mutationOptions());
  return (
    <Card aria-labelledby="imports">
      <CardHeader id="imports" title="Imported exports" />
      <ul className="divide-y divide-line/70">
        {imports.map(({ id, at, kind, fileName, from, to, lines }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
            <div className="min-w-0">
              <p className="truncate font-medium">{fileName}</p>
              <p className="text-[13px] text-soft">
                {kind} of {from.slice(0, 10)} to {lastDay(to)}, {counted(lines, 'line')}, <Ago at={at} />
              </p>
            </div>
            <ConfirmDialog
              trigger={
                <Button size="sm" aria-label={`Remove ${fileName}`}>
                  Remove
                </Button>
              }
              title={`Remove ${fileName}?`}
              description="Its days are no longer compared. The ledger is not touched, and the file can be imported again."
              action="Remove import"
              confirm={async (why) => {
                await remove.mutateAsync({ id, ...why });
                await client.invalidateQueries(trpc.bills.pathFilter());
                toast.success('The import is removed.');
              }}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function lastDay(to: string): string {
  return new Date(Date.parse(to) - 1).toISOString().slice(0, 10);
}
