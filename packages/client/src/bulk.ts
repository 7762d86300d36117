import { type Frame, readFrame, truncated } from './bulk-frame.ts';
import { type Connection, correlated, headersOf, idempotent } from './connection.ts';
import { fromErrorBody, WeighbridgeClientError } from './errors.ts';

/** A gateway of before this route, or something in front of it that lets only `/trpc` through. */
export const NO_BULK_ROUTE = 'no bulk route';

/**
 * `POST /bulk/embeddings`: the input of `embeddings.embed`, the vectors as bytes.
 * @throws WeighbridgeClientError, or what `fetch` throws
 */
export async function postBulk(
  connection: Connection,
  input: { correlationId?: string | undefined },
  { signal, idempotencyKey }: { signal: AbortSignal | undefined; idempotencyKey: string | undefined },
): Promise<Frame | typeof NO_BULK_ROUTE> {
  const { url, fetch } = connection;
  const response = await fetch(`${url}/bulk/embeddings`, {
    method: 'POST',
    headers: {
      ...headersOf(connection),
      ...correlated(input.correlationId),
      ...idempotent(idempotencyKey),
      'content-type': 'application/json',
      accept: 'application/octet-stream, application/json',
    },
    body: JSON.stringify(input),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => undefined);
    const refusal = fromErrorBody(body);
    if (refusal) throw refusal;
    if (response.status === 404 || response.status === 405) return NO_BULK_ROUTE;
    throw strange(url, response.status);
  }
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('application/octet-stream') || response.body === null)
    throw strange(url, response.status);
  try {
    return await readFrame(response.body);
  } catch (error) {
    if (WeighbridgeClientError.isInstance(error) || signal?.aborted) throw error;
    // The connection broke while the answer was on its way.
    throw truncated('vectors', 0, null, error);
  }
}

function strange(url: string, status: number): WeighbridgeClientError {
  return new WeighbridgeClientError({
    code: 'BAD_ANSWER',
    kind: 'upstream',
    message: `What answers at ${url} does not answer as a Weighbridge gateway does (HTTP ${status}). Check the address, and any proxy in between.`,
    retryable: status >= 502 && status <= 504,
    retryAfterMs: null,
    facts: { url, status },
  });
}
