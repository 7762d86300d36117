import { Ago } from '@/components/clock.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Td } from '@/components/ui/table.tsx';
import { formatCount } from '@/lib/format/quantity.ts';
import { KIND_NAMES, STATE_NAMES } from '@/lib/spend/attempts.ts';
import type { LedgerLine } from '@/lib/trpc/types.ts';
import { LineCost } from './line-cost.tsx';

interface LedgerRowProps {
  line: LedgerLine;
  onFollow: () => void;
}

/** One line. The button serves the keyboard; the whole row serves the mouse. */
export function LedgerRow({ line, onFollow }: LedgerRowProps) {
  return (
    <tr className="cursor-pointer hover:bg-inset/60" onClick={onFollow}>
      <Td className="whitespace-nowrap">
        <button
          type="button"
          className="rounded text-left underline decoration-line-strong/50 underline-offset-4 hover:decoration-ink"
          onClick={(event) => {
            event.stopPropagation();
            onFollow();
          }}
        >
          <Ago at={line.placedAt} />
          <span className="sr-only">, follow this call</span>
        </button>
      </Td>
      <Td>
        <What line={line} />
        <span className="mt-0.5 block truncate text-[13px] text-soft sm:hidden">{line.project}</span>
      </Td>
      <Td className="hidden max-w-40 truncate sm:table-cell">{line.project}</Td>
      <Td className="hidden max-w-72 sm:table-cell">
        <span className="flex items-baseline gap-2">
          <span className="truncate font-mono text-xs">{line.model}</span>
          <span className="hidden text-[13px] text-soft xl:inline">{line.provider}</span>
        </span>
      </Td>
      <Td className="hidden text-right font-mono text-[13px] tabular-nums sm:table-cell">
        {formatCount(line.inputs)}
      </Td>
      <Td className="hidden text-right font-mono text-[13px] tabular-nums sm:table-cell">
        {formatCount(line.settledTokens || line.heldTokens)}
      </Td>
      <Td className="text-right font-mono text-[13px] tabular-nums">
        <LineCost line={line} />
      </Td>
    </tr>
  );
}

function What({ line }: { line: LedgerLine }) {
  if (line.kind !== 'attempt') {
    return <span className="text-soft">{KIND_NAMES[line.kind] ?? line.kind}</span>;
  }
  const state = STATE_NAMES[line.state];
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={state?.tone} title={state?.meaning}>
        {state?.name ?? line.state}
      </Badge>
      {line.errorCode ? <span className="font-mono text-soft text-xs">{line.errorCode}</span> : null}
    </span>
  );
}
