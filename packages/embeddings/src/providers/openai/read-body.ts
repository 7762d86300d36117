import type { Readable } from 'node:stream';
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
  if (response instanceof DirectResponse) return readDirect(response.received, limit, take);
  if (!response.body) return;
  const reader = response.body.getReader();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    bytes += value.byteLength;
    if (bytes > limit) {
      await reader.cancel().catch(() => undefined);
      throw new BodyTooLargeError(limit);
    }
    take(value);
  }
}

function readDirect(body: Readable, limit: number, take: (chunk: Uint8Array) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    body.on('data', (chunk: Uint8Array) => {
      bytes += chunk.byteLength;
      try {
        if (bytes > limit) throw new BodyTooLargeError(limit);
        take(chunk);
      } catch (error) {
        body.destroy(error as Error);
      }
    });
    body.on('end', resolve);
    body.on('error', reject);
  });
}
