import { createTRPCClient, httpLink, splitLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from '@weighbridge/api';
import { type Connection, correlated, headersOf, idempotent } from './connection.ts';

/** Queries whose texts do not fit a URL. */
const LARGE_QUERIES: ReadonlySet<string> = new Set(['embeddings.quote', 'embeddings.countTokens']);

/**
 * The typed tRPC client. One call is one request: the batch link saves nothing on large bodies, and its streaming form
 * takes 25 times as long for them.
 */
export function createTransport(connection: Connection): TRPCClient<AppRouter> {
  const link = {
    url: `${connection.url}/trpc`,
    headers: ({ op }: { op: { context: Record<string, unknown> } }) => {
      const { correlationId, idempotencyKey } = op.context as Record<string, string | undefined>;
      return { ...headersOf(connection), ...correlated(correlationId), ...idempotent(idempotencyKey) };
    },
    fetch: (input: string | URL | Request, init?: unknown) => connection.fetch(input, init as RequestInit),
  };
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => LARGE_QUERIES.has(operation.path),
        true: httpLink({ ...link, methodOverride: 'POST' }),
        false: httpLink(link),
      }),
    ],
  });
}
