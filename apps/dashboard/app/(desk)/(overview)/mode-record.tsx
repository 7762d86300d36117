'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Ago } from '@/components/clock.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { LATEST_SWITCH } from './search-params.ts';

/** Who switched last, when and why. Nothing where nobody has, or where the audit log cannot be read now. */
export function ModeRecord() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.audit.list.queryOptions(LATEST_SWITCH));
  const line = data?.items[0];
  if (!line) return null;
  return (
    <span className="wrap-anywhere min-w-0">
      <Link prefetch={false} href="/audit?action=mode.set" className="underline underline-offset-4">
        Switched
      </Link>{' '}
      <Ago at={line.at} /> by {line.actor}
      {line.reason ? `: “${line.reason}”` : ', without a reason'}
    </span>
  );
}
