import Link from 'next/link';
import { Ago } from '@/components/clock.tsx';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import { whyUncertain } from '@/lib/bill/why.ts';
import { formatUsd, formatUsdExact } from '@/lib/format/money.ts';
import { exactCount } from '@/lib/format/quantity.ts';
import type { LedgerLine } from '@/lib/trpc/types.ts';

interface UncertainTableProps {
  lines: readonly LedgerLine[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

export function UncertainTable({ lines, chosen, onChoose }: UncertainTableProps) {
  const all = lines.length > 0 && lines.every(({ id }) => chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return (
    <Table label="Attempts that may have been billed">
      <thead>
        <tr>
          <Th className="w-8">
            <input
              type="checkbox"
              aria-label="Choose all that are listed"
              className="size-4 accent-mode align-middle"
              checked={all}
              disabled={lines.length === 0}
              onChange={() => onChoose(all ? new Set() : new Set(lines.map(({ id }) => id)))}
            />
          </Th>
          <Th>When</Th>
          <Th className="text-right">Amount</Th>
          <Th>Why</Th>
          <Th className="max-md:hidden">Project</Th>
          <Th className="max-lg:hidden">Model</Th>
          <Th className="max-md:hidden">Call</Th>
        </tr>
      </thead>
      <tbody className="[&>tr:last-child>td]:border-0">
        {lines.map((line) => (
          <tr key={line.id}>
            <Td>
              <input
                type="checkbox"
                aria-label={`Choose the attempt of ${line.correlationId}, ${formatUsd(line.heldNanoUsd)}`}
                className="size-4 accent-mode align-middle"
                checked={chosen.has(line.id)}
                onChange={() => toggle(line.id)}
              />
            </Td>
            <Td className="whitespace-nowrap">
              <Ago at={line.placedAt} />
            </Td>
            <Td
              className="whitespace-nowrap text-right tabular-nums"
              title={formatUsdExact(line.heldNanoUsd)}
            >
              {formatUsd(line.heldNanoUsd)}
              <span className="block text-[13px] text-soft">{exactCount(line.heldTokens)} tokens</span>
            </Td>
            <Td className="min-w-32 sm:min-w-44">
              {whyUncertain(line.errorCode)}
              <span className="block font-mono text-soft text-xs max-sm:hidden">{line.errorCode}</span>
            </Td>
            <Td className="max-md:hidden">{line.project}</Td>
            <Td className="whitespace-nowrap font-mono text-[13px] max-lg:hidden">{line.model}</Td>
            <Td className="max-w-48 truncate max-md:hidden">
              <Link
                className="font-mono text-[13px] text-mode underline decoration-mode/40 underline-offset-4 hover:decoration-mode"
                href={`/spend?follow=${encodeURIComponent(line.correlationId)}`}
              >
                {line.correlationId}
              </Link>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
