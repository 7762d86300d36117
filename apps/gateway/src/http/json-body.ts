import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseLargeJson } from './large-json.ts';
import { emptyBody, malformedBody } from './transport-errors.ts';

/** Bytes of a body that is not read in one turn of the event loop. */
const LARGE = 1024 * 1024;

/**
 * Reads JSON bodies strictly: bytes that are no UTF-8 are refused instead of becoming U+FFFD, which would be embedded and
 * paid for. Handlers get the value, or the text for those that parse it themselves. A large one is read over several turns
 * of the event loop.
 */
export function acceptJson(app: FastifyInstance, as: 'value' | 'text'): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      if (as === 'value' && body.length === 0) throw emptyBody();
      try {
        const isLarge = body.length >= LARGE;
        if (as === 'value' && isLarge) return await parseLargeJson(body);
        const text = utf8.decode(body);
        // Whoever parses it has a turn of their own.
        if (isLarge) await setImmediate();
        return as === 'text' ? text : JSON.parse(text);
      } catch {
        // The parser's own message quotes the text.
        throw malformedBody(request.headers['content-encoding']);
      }
    },
  );
}
