import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { LiveProvider } from '@/components/live/live-provider.tsx';
import { GatewayDown } from '@/components/shell/gateway-down.tsx';
import { Shell } from '@/components/shell/shell.tsx';
import { explain } from '@/lib/trpc/error.ts';
import { Prefetch, whoAmI } from '@/lib/trpc/server.tsx';

/** Everything behind the sign-in. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const session = await whoAmI().catch((error: unknown) => ({ failed: explain(error) }));
  if ('failed' in session) return <GatewayDown message={session.failed.message} />;
  if (!session.signedIn) {
    const asked = (await headers()).get('x-dashboard-path') ?? '/';
    redirect(asked === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(asked)}`);
  }
  return (
    <Prefetch
      load={(api, client) => [
        client.prefetchQuery(api.providers.status.queryOptions()),
        client.prefetchQuery(api.alerts.open.queryOptions()),
      ]}
    >
      <LiveProvider>
        <Shell>{children}</Shell>
      </LiveProvider>
    </Prefetch>
  );
}
