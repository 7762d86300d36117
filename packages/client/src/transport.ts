import { createTRPCClient, httpLink, splitLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from '@weighbridge/api';

export interface TransportOptions {
  /** The gateway's address without a path. */
  url: string;
  /** An access key or an administrator's token. */
  bearer: string | undefined;
  fetch: typeof globalThis.fetch | undefined;
  headers: Readonly<Record<string, string>>;
}

/** Queries whose texts do not fit a URL. */
const LARGE_QUERIES: ReadonlySet<string> = new Set(['embeddings.quote', 'embeddings.countTokens']);

/**
 * The typed tRPC client. One call is one request: the batch link saves nothing on large bodies, and its streaming form
 * takes 25 times as long for them.
 */
export function createTransport(options: TransportOptions): TRPCClient<AppRouter> {
  const headers = {
    ...options.headers,
    ...(options.bearer === undefined ? {} : { authorization: `Bearer ${options.bearer}` }),
  };
  const send = options.fetch ?? globalThis.fetch;
  const link = {
    url: `${options.url}/trpc`,
    headers,
    fetch: (input: string | URL | Request, init?: unknown) => send(input, init as RequestInit),
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

/** `http://127.0.0.1:4100` from what people paste: with a slash, with `/v1` or with `/trpc`. */
export function normaliseUrl(url: string): string {
  const parsed = new URL(url);
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/(v1|trpc)$/, '');
  return `${parsed.origin}${path}`;
}
