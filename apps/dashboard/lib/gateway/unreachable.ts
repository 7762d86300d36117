import type { ErrorDetails } from '@weighbridge/api';

export const GATEWAY_UNREACHABLE = 'GATEWAY_UNREACHABLE';

/** What a tRPC client reads when the gateway does not answer: the error shape of the gateway, made without it. */
export function unreachableResponse(address: string): Response {
  const details: ErrorDetails = {
    code: GATEWAY_UNREACHABLE,
    kind: 'unavailable',
    retryable: true,
    retryAfterMs: null,
    facts: { address },
    correlationId: null,
  };
  const error = {
    message: `The gateway is not answering at ${address}. Start it with “pnpm start” in the checkout, or “weighbridge start”; this page carries on by itself when it is back.`,
    code: -32603,
    data: { code: 'BAD_GATEWAY', httpStatus: 502, weighbridge: details },
  };
  return Response.json({ error }, { status: 502, headers: { 'cache-control': 'no-store' } });
}
