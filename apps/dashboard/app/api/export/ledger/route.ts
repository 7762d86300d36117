import { gatewayAddress } from '@/lib/gateway/address.ts';
import { forward } from '@/lib/gateway/forward.ts';

// A file as long as the ledger: it is passed on piece by piece, and a cut connection stays one.
export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  return forward(request, new URL(`/export/ledger${new URL(request.url).search}`, gatewayAddress()));
}
