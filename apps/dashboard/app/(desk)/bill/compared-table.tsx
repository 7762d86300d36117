import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import { formatUsd } from '@/lib/format/money.ts';
import { counted, exactCount } from '@/lib/format/quantity.ts';
import type { BillComparison } from '@/lib/trpc/types.ts';
import { ResolveDialog } from './resolve-dialog.tsx';

type Row = BillComparison['rows'][number];

const VERDICTS = {
  agrees: { tone: 'good', name: 'agrees' },
  explained: { tone: 'warn', name: 'explained' },
  differs: { tone: 'bad', name: 'differs' },
} as const;

export function ComparedTable({ comparison: { rows, totals } }: { comparison: BillComparison }) {
  return (
    <Table label="Ledger and bill by day and model">
      <thead>
        <tr>
          <Th>Day and model</Th>
          <Th>Verdict</Th>
          <Th className="text-right">Bill</Th>
          <Th className="text-right">Ledger</Th>
          <Th className="text-right">Difference</Th>
          <Th className="text-right max-md:hidden">Uncertain</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.day} ${row.model}`}>
            <Td className="whitespace-nowrap tabular-nums">
              {row.day}
              <span className="block font-mono text-[13px] text-soft">{row.model}</span>
            </Td>
            <Td>
              <Verdict row={row} />
            </Td>
            <Amounts figures={row.bill} />
            <Amounts figures={row.ledger} />
            <Amounts figures={row.difference} signed />
            <Td className="whitespace-nowrap text-right tabular-nums max-md:hidden">
              {row.uncertain.attempts === 0 ? (
                <span className="text-soft">none</span>
              ) : (
                <>
                  {formatUsd(row.uncertain.nanoUsd)}
                  <Small>{counted(row.uncertain.attempts, 'attempt')}</Small>
                </>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
      <tfoot className="[&>tr>td]:border-0">
        <tr className="font-medium">
          <Td colSpan={2}>{counted(totals.days, 'day')}</Td>
          <Amounts figures={totals.bill} />
          <Amounts figures={totals.ledger} />
          <Amounts figures={totals.difference} signed />
          <Td className="text-right tabular-nums max-md:hidden">{formatUsd(totals.uncertain.nanoUsd)}</Td>
        </tr>
      </tfoot>
    </Table>
  );
}

interface AmountsProps {
  figures: Row['bill'];
  /** Says of what is more than nothing that it is. */
  signed?: boolean;
}

/** Tokens and money of one side, or their difference; a dash where the export does not say. */
function Amounts({ figures: { tokens, nanoUsd }, signed = false }: AmountsProps) {
  const plus = (amount: string | number) => (signed && Number(amount) > 0 ? '+' : '');
  return (
    <Td className="whitespace-nowrap text-right tabular-nums">
      {nanoUsd === null ? <span className="text-soft">–</span> : `${plus(nanoUsd)}${formatUsd(nanoUsd)}`}
      <Small>{tokens === null ? 'tokens not said' : `${plus(tokens)}${exactCount(tokens)} tokens`}</Small>
    </Td>
  );
}

function Small({ children }: { children: string }) {
  return <span className="block text-[13px] text-soft">{children}</span>;
}

function Verdict({ row: { verdict, found } }: { row: Row }) {
  const { tone, name } = VERDICTS[verdict];
  return (
    <div className="grid justify-items-start gap-1.5">
      <Badge tone={tone}>{name}</Badge>
      {found && found.billed.length > 0 ? (
        <ResolveDialog
          ids={found.billed}
          as="billed"
          trigger={<Button size="sm">{counted(found.billed.length, 'attempt')} billed…</Button>}
        />
      ) : null}
      {found && found.notBilled.length > 0 ? (
        <ResolveDialog
          ids={found.notBilled}
          as="not_billed"
          trigger={<Button size="sm">{counted(found.notBilled.length, 'attempt')} not billed…</Button>}
        />
      ) : null}
      {verdict === 'explained' && !found ? (
        <span className="text-[13px] text-soft">Several choices of uncertain attempts fit.</span>
      ) : null}
    </div>
  );
}
