/** Where a gateway is, and how it is asked. */
export interface Connection {
  /** The gateway's address without a path. */
  url: string;
  /** An access key or an administrator's token. */
  bearer: string | undefined;
  fetch: typeof globalThis.fetch;
  headers: Readonly<Record<string, string>>;
}

export function headersOf({ headers, bearer }: Connection): Record<string, string> {
  return { ...headers, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) };
}

/** Printable ASCII without spaces: what the gateway takes as an id, and a header can hold. */
const USABLE_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * The call's own id as a header as well, so that the gateway's log has it and not only the ledger. One that no header can
 * hold is left to the gateway to refuse.
 */
export function correlated(id: string | undefined): Record<string, string> {
  return id !== undefined && USABLE_ID.test(id) ? { 'x-correlation-id': id } : {};
}

export function idempotent(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { 'idempotency-key': key };
}

/** `http://127.0.0.1:4100` from what people paste: with a slash, with `/v1` or with `/trpc`. */
export function normaliseUrl(url: string): string {
  const parsed = new URL(url);
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/(v1|trpc)$/, '');
  return `${parsed.origin}${path}`;
}
