import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { Button } from '@/components/ui/button.tsx';
import { DIMENSION_NAMES, DIMENSIONS } from '@/lib/spend/filter.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { SpendParams } from './search-params.ts';

interface FilterBarProps {
  params: SpendParams;
  onChange: (change: Partial<SpendParams>) => void;
}

/** What the page is narrowed to; each filter can be taken off again. Nothing when it is not narrowed. */
export function FilterBar({ params, onChange }: FilterBarProps) {
  const trpc = useTRPC();
  const keys = useQuery({ ...trpc.keys.list.queryOptions(), enabled: params.key !== null });
  const active = DIMENSIONS.filter((dimension) => params[dimension] !== null);
  if (active.length === 0) return null;
  const shown = (value: string | null) => keys.data?.find(({ id }) => id === value)?.name ?? value;
  return (
    <section aria-label="Filters" className="-mt-1 mb-5 flex flex-wrap items-center gap-2">
      <span className="text-[13px] text-soft">Only</span>
      {active.map((dimension) => (
        <button
          key={dimension}
          type="button"
          aria-label={`Remove the filter ${DIMENSION_NAMES[dimension]} ${params[dimension]}`}
          onClick={() => onChange({ [dimension]: null })}
          className="inline-flex h-8 max-w-full items-center gap-2 rounded-full border border-line-strong/70 bg-plate pr-2.5 pl-3 text-[13px] hover:bg-inset"
        >
          <span className="text-soft">{DIMENSION_NAMES[dimension]}</span>
          <span className="min-w-0 truncate font-mono text-xs">
            {dimension === 'key' ? shown(params.key) : params[dimension]}
          </span>
          <X aria-hidden className="size-3.5 shrink-0" />
        </button>
      ))}
      {active.length > 1 ? (
        <Button
          variant="ghost"
          size="sm"
          onClick={() => onChange({ project: null, provider: null, model: null, key: null, tag: null })}
        >
          Clear all
        </Button>
      ) : null}
    </section>
  );
}
