'use client';

import { useQuery } from '@tanstack/react-query';
import { ToggleGroup } from 'radix-ui';
import { useRef, useState } from 'react';
import { QueryError } from '@/components/query/query-error.tsx';
import { SpaceLabel } from '@/components/space-label.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { MODE_BADGES, MODE_MEANINGS, MODE_NAMES, type Mode } from '@/lib/mode/mode.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { ModeDialog } from './mode-dialog.tsx';
import { ModeOption } from './mode-option.tsx';
import { ModeRecord } from './mode-record.tsx';

/** The toggle. Arrow keys only move along it, since every choice is asked about before it is made. */
export function ModeSwitch() {
  const trpc = useTRPC();
  const status = useQuery(trpc.providers.status.queryOptions());
  const [asked, setAsked] = useState<Mode>();
  const options = useRef(new Map<Mode, HTMLButtonElement>());

  if (status.error && !status.data) {
    return <QueryError what="mode" error={status.error} retry={() => void status.refetch()} />;
  }
  if (!status.data) return <Skeleton className="h-44" />;
  const { mode, modes, space } = status.data;

  return (
    <section aria-labelledby="mode-heading" className="overflow-hidden rounded-plate border bg-plate">
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 pt-4 sm:px-5">
        <h2 id="mode-heading" className="font-semibold text-xl leading-7 tracking-[-0.015em]">
          {MODE_NAMES[mode]}
          <span className="font-normal text-base text-soft tracking-normal">, {MODE_BADGES[mode]}</span>
        </h2>
        <p className="min-w-0 text-[13px] text-soft">
          Answers in <SpaceLabel space={space} className="text-ink" />
        </p>
      </header>
      <ToggleGroup.Root
        type="single"
        role="radiogroup"
        aria-label="Mode"
        aria-describedby="mode-hint"
        value={mode}
        // Choosing the mode that is in force answers '' and changes nothing.
        onValueChange={(chosen) => setAsked(modes.find((option) => option.mode === chosen)?.mode)}
        className="grid grid-cols-3 gap-2 px-4 pt-3 sm:gap-2.5 sm:px-5"
      >
        {modes.map((option) => (
          <ModeOption
            key={option.mode}
            ref={(element) => {
              if (element) options.current.set(option.mode, element);
              else options.current.delete(option.mode);
            }}
            mode={option.mode}
            allowed={option.allowed}
            checked={option.mode === mode}
          />
        ))}
      </ToggleGroup.Root>
      <p className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-4 pt-2 pb-3.5 text-[13px] text-soft sm:px-5">
        <span className="text-pretty">
          <span className="sm:hidden">{MODE_MEANINGS[mode]} </span>
          <span id="mode-hint">Switching asks first, and acts on the next call.</span>
        </span>
        <ModeRecord />
      </p>
      <ModeDialog
        status={status.data}
        asked={asked}
        onClose={() => setAsked(undefined)}
        onClosed={() => options.current.get(asked ?? mode)?.focus()}
      />
    </section>
  );
}
