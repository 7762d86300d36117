import { gatewayAddress } from '@/lib/gateway/address.ts';
import { forward } from '@/lib/gateway/forward.ts';

// The browser knows one origin only; everything it asks the gateway goes through here.
export const dynamic = 'force-dynamic';

const PREFIX = '/api/trpc/';

async function handle(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  if (!pathname.startsWith(PREFIX)) return new Response(null, { status: 404 });
  return forward(request, new URL(`/trpc/${pathname.slice(PREFIX.length)}${search}`, gatewayAddress()));
}

export { handle as GET, handle as POST };
