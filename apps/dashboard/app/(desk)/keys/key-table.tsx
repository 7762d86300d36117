import { Ago } from '@/components/clock.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import { cn } from '@/lib/class-names.ts';
import type { AccessKey, Project } from '@/lib/trpc/types.ts';
import { RevokeKey } from './revoke-key.tsx';

/** A project's keys, live ones first, newest first. */
export function KeyTable({ project, keys }: { project: Project; keys: AccessKey[] }) {
  const sorted = [...keys].sort(
    (a, b) =>
      Number(a.revokedAt !== null) - Number(b.revokedAt !== null) ||
      Date.parse(b.createdAt) - Date.parse(a.createdAt),
  );
  return (
    <Table label={`Keys of ${project.name}`} className="sm:table-fixed">
      <thead>
        <tr>
          <Th className="sm:w-2/5">Name</Th>
          <Th className="sm:w-24">Key</Th>
          <Th className="max-sm:hidden">Created</Th>
          <Th>Last used</Th>
          <Th className="sm:w-40">
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody className="[&>tr:last-child>td]:border-0">
        {sorted.map((key) => (
          <tr key={key.id} className={cn(key.revokedAt && 'text-soft')}>
            <Td>
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span
                  className={cn(
                    'wrap-anywhere min-w-0 font-medium',
                    key.revokedAt && 'font-normal line-through',
                  )}
                >
                  {key.name}
                </span>
                {key.allowFallback ? <Badge>may fall back</Badge> : null}
              </span>
            </Td>
            <Td className="whitespace-nowrap font-mono text-[13px]">…{key.last4}</Td>
            <Td className="whitespace-nowrap max-sm:hidden">
              <Ago at={key.createdAt} />
            </Td>
            <Td className="whitespace-nowrap">
              {key.lastUsedAt ? <Ago at={key.lastUsedAt} /> : <span className="text-soft">never</span>}
            </Td>
            <Td className="whitespace-nowrap text-right">
              {key.revokedAt ? (
                <span className="text-[13px]">
                  revoked
                  <span className="max-sm:sr-only">
                    {' '}
                    <Ago at={key.revokedAt} />
                  </span>
                </span>
              ) : (
                <RevokeKey accessKey={key} />
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
