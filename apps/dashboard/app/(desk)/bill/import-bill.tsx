'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { type ChangeEvent, useRef } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button.tsx';
import { counted } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { explain } from '@/lib/trpc/error.ts';

/** Reads a file of the reader's own machine and hands it to the gateway; importing the same again is safe. */
export function ImportBill({ primary = false }: { primary?: boolean }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const bring = useMutation(
    trpc.bills.import.mutationOptions({
      onSuccess: async ({ import: { kind, lines }, unchanged, replaced }) => {
        await client.invalidateQueries(trpc.bills.pathFilter());
        void client.invalidateQueries(trpc.audit.pathFilter());
        if (unchanged) toast.info('The same lines had been imported before. Nothing changed.');
        else {
          const before = replaced === 0 ? '' : `, in place of ${counted(replaced, 'earlier import')}`;
          toast.success(`Imported ${kind}: ${counted(lines, 'line')}${before}.`);
        }
      },
      onError: (error) => toast.error(explain(error).message, { duration: 20_000 }),
    }),
  );
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    const text = await file.text();
    bring.mutate({ fileName: file.name, text });
    // The same file can be chosen again after it was mended.
    if (input.current) input.current.value = '';
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,.csv,application/json,text/csv"
        aria-label="Usage or costs export of OpenAI"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => void choose(event)}
      />
      <Button
        variant={primary ? 'primary' : 'outline'}
        disabled={bring.isPending}
        onClick={() => input.current?.click()}
      >
        <Upload aria-hidden />
        {bring.isPending ? 'Reading…' : 'Import an export'}
      </Button>
    </>
  );
}
