import { Ago } from '@/components/clock.tsx';
import { CopyButton } from '@/components/copy-button.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Table, Td, Th, ThActions } from '@/components/ui/table.tsx';
import { formatBytes } from '@/lib/format/quantity.ts';
import { isUnsound } from '@/lib/keeping/freshness.ts';
import type { KnownBackup } from '@/lib/trpc/types.ts';

/** Copies that are known, newest first. */
export function BackupTable({ backups }: { backups: readonly KnownBackup[] }) {
  return (
    <Table label="Known backups">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>File</Th>
          <Th className="max-md:hidden">Holds</Th>
          <Th className="text-right max-sm:hidden">Size</Th>
          <ThActions />
        </tr>
      </thead>
      <tbody className="[&>tr:last-child>td]:border-0">
        {backups.map((backup) => (
          <Row key={`${backup.file} ${backup.at}`} backup={backup} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ backup: { file, at, bytes, cacheBytes, actor, holds } }: { backup: KnownBackup }) {
  const cut = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1;
  return (
    <tr>
      <Td className="whitespace-nowrap">
        <Ago at={at} />
        {actor === null ? null : <span className="block text-[13px] text-soft">by {actor}</span>}
      </Td>
      <Td>
        <span className="wrap-anywhere font-mono text-[13px]">{file.slice(cut)}</span>
        <span className="wrap-anywhere block text-soft text-xs">{file.slice(0, cut)}</span>
        <span className="flex flex-wrap gap-1.5 empty:hidden">
          {bytes === null ? <Badge tone="warn">no longer there</Badge> : null}
          {isUnsound(holds) ? <Badge tone="bad">not sound</Badge> : null}
        </span>
      </Td>
      <Td className="text-[13px] max-md:hidden">
        {holds ?? <span className="text-soft">not read by this gateway</span>}
      </Td>
      <Td className="whitespace-nowrap text-right tabular-nums max-sm:hidden">
        {bytes === null ? '–' : formatBytes(bytes)}
        {cacheBytes === null ? null : (
          <span className="block text-[13px] text-soft">+ {formatBytes(cacheBytes)} vectors</span>
        )}
      </Td>
      <Td className="text-right">
        <CopyButton text={file} label="Copy path" compact />
      </Td>
    </tr>
  );
}
