import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { GatewayDown } from '@/components/shell/gateway-down.tsx';
import { returnPath } from '@/lib/return-path.ts';
import { explain } from '@/lib/trpc/error.ts';
import { whoAmI } from '@/lib/trpc/server.tsx';
import { SignIn } from './client.tsx';
import { loadSignInParams } from './search-params.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const next = returnPath((await loadSignInParams(searchParams)).next);
  const session = await whoAmI().catch((error: unknown) => ({ failed: explain(error) }));
  if ('failed' in session) return <GatewayDown message={session.failed.message} />;
  if (session.signedIn) redirect(next);
  return <SignIn next={next} />;
}
