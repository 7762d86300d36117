'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '@/components/copy-button.tsx';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { FirstCallSnippets } from './first-call-snippets.tsx';

/** Before anything was ever weighed: a key, a call, and a look at what comes of it. Goes away by itself. */
export function FirstCall() {
  const trpc = useTRPC();
  const system = useQuery(trpc.system.info.queryOptions());
  const status = useQuery(trpc.providers.status.queryOptions());
  const [key, setKey] = useState<string>();
  const free = status.data?.mode === 'mock';
  return (
    <Card aria-labelledby="first-call" className="overflow-hidden p-0 sm:p-0">
      <div aria-hidden className="ruler-x h-2.5 opacity-80" />
      <div className="p-4 pt-4 sm:p-6 sm:pt-5">
        <h2 id="first-call" className="font-semibold text-xl tracking-[-0.01em]">
          Weigh your first text
        </h2>
        <p className="mt-1 max-w-[64ch] text-pretty text-soft">
          The gateway is running{free ? ', and in mock mode every call is free' : ''}. Two steps lead to the
          first reading.
        </p>
        <ol className="mt-6 grid gap-7 xl:grid-cols-[minmax(18rem,2fr)_minmax(0,3fr)] xl:gap-10">
          <li>
            <StepTitle step={1} title="Create an access key" />
            <FirstKey created={key} onCreated={setKey} />
          </li>
          <li className="min-w-0">
            <StepTitle step={2} title="Make a call" />
            {system.data ? (
              <FirstCallSnippets
                baseUrl={system.data.openaiBaseUrl}
                model={system.data.defaultModel}
                accessKey={key}
              />
            ) : system.error ? (
              <QueryError what="address" error={system.error} retry={() => void system.refetch()} />
            ) : (
              <Skeleton className="mt-3 h-52" />
            )}
          </li>
        </ol>
        <p role="status" className="mt-6 flex items-center gap-2.5 border-t pt-4 text-soft">
          <span aria-hidden className="size-2 animate-breathe rounded-full bg-mode-fill" />
          Waiting for the first call. This panel gives way to the readings when it arrives.
        </p>
      </div>
    </Card>
  );
}

function StepTitle({ step, title }: { step: number; title: string }) {
  return (
    <h3 className="flex items-center gap-2.5 font-medium">
      <span
        aria-hidden
        className="grid size-6 place-items-center rounded-full border border-line-strong font-mono text-[13px] tabular-nums"
      >
        {step}
      </span>
      {title}
    </h3>
  );
}

interface FirstKeyProps {
  created: string | undefined;
  onCreated: (key: string) => void;
}

function FirstKey({ created, onCreated }: FirstKeyProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const keys = useQuery(trpc.keys.list.queryOptions());
  const taken = new Set(keys.data?.map((key) => key.name));
  const create = useMutation(
    trpc.keys.create.mutationOptions({
      onSuccess: (made) => {
        onCreated(made.key);
        void queryClient.invalidateQueries(trpc.keys.pathFilter());
      },
    }),
  );
  if (created) {
    return (
      <div className="mt-3">
        <p
          className="break-all rounded-md border bg-inset px-3 py-2.5 font-mono text-[13px]"
          data-testid="new-key"
        >
          {created}
        </p>
        <p className="mt-2 flex items-start justify-between gap-4 text-[13px] text-soft">
          <span className="text-pretty">
            Shown this once and stored only as a hash. It is filled into the call already.
          </span>
          <CopyButton text={created} label="Copy key" />
        </p>
      </div>
    );
  }
  return (
    <div className="mt-3">
      <p className="text-pretty text-soft">
        Callers show it in place of an OpenAI key. It can embed, quote and count, and nothing else.
      </p>
      <Button
        variant="mode"
        className="mt-3"
        disabled={create.isPending || keys.isPending}
        onClick={() => create.mutate({ name: freeName(taken), project: 'default' })}
      >
        <KeyRound aria-hidden />
        {create.isPending ? 'Creating…' : 'Create a key'}
      </Button>
      <MutationError error={create.error} />
    </div>
  );
}

/** Names are unique among a project's live keys, and this button may be pressed again after a reload. */
function freeName(taken: ReadonlySet<string>): string {
  for (let index = 1; ; index += 1) {
    const name = index === 1 ? 'first key' : `first key ${index}`;
    if (!taken.has(name)) return name;
  }
}
