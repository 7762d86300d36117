import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetch } from '@/lib/trpc/server.tsx';
import { Audit } from './client.tsx';
import { auditInput, loadAuditParams } from './search-params.ts';

export const metadata: Metadata = { title: 'Audit' };

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await loadAuditParams(searchParams);
  return (
    <Prefetch load={(api, client) => [client.prefetchQuery(api.audit.list.queryOptions(auditInput(params)))]}>
      <Audit />
    </Prefetch>
  );
}
