import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { malformedBody } from './transport-errors.ts';

/** Bytes of a body that is not read in one turn of the event loop. */
const LARGE = 1024 * 1024;

/**
 * Reads JSON bodies as text, strictly: bytes that are no UTF-8 are refused instead of becoming U+FFFD, which would be
 * embedded and paid for. `read` turns the text into what handlers get.
 */
export function acceptJson(app: FastifyInstance, read: (text: string) => unknown): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => {
      try {
        const text = utf8.decode(body);
        // Each takes a millisecond a megabyte or so: others get their turn in between.
        if (body.length >= LARGE) await setTimeout(0);
        return read(text);
      } catch {
        // The parser's own message quotes the text.
        throw malformedBody();
      }
    },
  );
}
