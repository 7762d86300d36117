'use client';

import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { counted } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';

/** What a crash left open, which only this start of the gateway knows. Renders nothing when it ended well. */
export function LeftOpen() {
  const trpc = useTRPC();
  const system = useQuery(trpc.system.info.queryOptions());
  const left = system.data?.recoveredUncertain ?? 0;
  if (left === 0) return null;
  return (
    <p className="flex items-baseline gap-3 rounded-lg bg-warn-tint px-4 py-2.5 text-pretty">
      <TriangleAlert aria-hidden className="size-4.5 shrink-0 translate-y-0.75 text-warn" />
      <span>
        <b className="font-medium">{counted(left, 'request')}</b> {left === 1 ? 'was' : 'were'} out when the
        gateway last ended without finishing; what {left === 1 ? 'it' : 'they'} may have cost counts as{' '}
        <Link prefetch={false} href="/bill" className="underline underline-offset-4">
          uncertain
        </Link>
        .
      </span>
    </p>
  );
}
