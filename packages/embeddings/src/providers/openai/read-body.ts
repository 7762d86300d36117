import { DirectResponse } from './direct-fetch.ts';

/** The body was longer than it may be. */
export class BodyTooLargeError extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`The body is longer than ${limit} bytes.`);
    this.name = 'BodyTooLargeError';
    this.limit = limit;
  }
}

/** Reads a body as UTF-8, as `readChunks` does. */
export async function readBody(response: Response, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  await readChunks(response, limit, (chunk) => chunks.push(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Hands over a body as it arrives, but no more than `limit` bytes of it.
 * @throws BodyTooLargeError; otherwise what the stream throws.
 */
export async function readChunks(
  response: Response,
  limit: number,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  let bytes = 0;
  const takeWithinLimit = (chunk: Uint8Array) => {
    bytes += chunk.byteLength;
    if (bytes > limit) throw new BodyTooLargeError(limit);
    take(chunk);
  };
  if (response instanceof DirectResponse) return response.received.read(takeWithinLimit);
  if (!response.body) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      takeWithinLimit(value);
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
}
