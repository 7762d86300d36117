'use client';

import { Unplug } from 'lucide-react';
import { GATEWAY_UNREACHABLE } from '@/lib/gateway/unreachable.ts';
import { explain } from '@/lib/trpc/error.ts';

/** Over what was last known, while the gateway does not answer. */
export function GatewayBanner({ error }: { error: unknown }) {
  if (!error) return null;
  const { code, message } = explain(error);
  if (code !== GATEWAY_UNREACHABLE && code !== 'NO_ANSWER') return null;
  return (
    <div role="alert" className="mb-5 flex gap-3 rounded-plate border border-bad/50 bg-bad-tint p-4">
      <Unplug aria-hidden className="mt-0.5 size-5 shrink-0 text-bad" />
      <div>
        <p className="font-medium">{message}</p>
        <p className="text-[13px] text-soft">Below is what was last known.</p>
      </div>
    </div>
  );
}
