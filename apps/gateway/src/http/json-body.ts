import type { FastifyInstance } from 'fastify';
import { malformedBody } from './transport-errors.ts';

/**
 * Reads JSON bodies as text, strictly: bytes that are no UTF-8 are refused instead of becoming U+FFFD, which would be
 * embedded and paid for. `read` turns the text into what handlers get.
 */
export function acceptJson(app: FastifyInstance, read: (text: string) => unknown): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, read(utf8.decode(body as Buffer)));
    } catch {
      // The parser's own message quotes the text.
      done(malformedBody());
    }
  });
}
