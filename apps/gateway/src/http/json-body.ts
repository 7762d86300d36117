import type { IncomingMessage } from 'node:http';
import { WeighbridgeError } from '@weighbridge/embeddings';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { joinedBytes } from './joined-bytes.ts';
import { parseLargeJson } from './large-json.ts';
import { BODY_LIMIT, emptyBody, malformedBody } from './transport-errors.ts';

/** Bytes of a body that is not read in one turn of the event loop: as many empty objects take ten milliseconds. */
const LARGE = 256 * 1024;

type Done = (error: Error | null, body?: unknown) => void;

/** The value of a large body, where others are left as text. */
export class ParsedBody {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/**
 * Reads JSON bodies strictly: bytes that are no UTF-8 are refused instead of becoming U+FFFD, which would be embedded and
 * paid for. Handlers get the value; with `text`, the text, or a `ParsedBody` of a large one. A large body is put together
 * and parsed over several turns of the event loop.
 */
export function acceptJson(app: FastifyInstance, as: 'value' | 'text'): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const parse = (bytes: Buffer): unknown => {
    const text = utf8.decode(bytes);
    return as === 'text' ? text : JSON.parse(text);
  };
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', (request, payload, done: Done) => {
    const refuse = (error: unknown) => {
      // The parser's own message quotes the text.
      done(WeighbridgeError.isInstance(error) ? error : malformedBody(request.headers['content-encoding']));
    };
    receive(request, payload, (error, chunks, size) => {
      if (error) done(error);
      else if (size >= LARGE) {
        const parsed = parseLarge(chunks);
        parsed.then((value) => done(null, as === 'text' ? new ParsedBody(value) : value), refuse);
      } else if (as === 'value' && size === 0) done(emptyBody());
      else {
        let body: unknown;
        try {
          body = parse(Buffer.concat(chunks, size));
        } catch (error) {
          refuse(error);
          return;
        }
        done(null, body);
      }
    });
  });
}

/** As Fastify receives a body, with its errors, except that the pieces are not put together. */
function receive(
  request: FastifyRequest,
  payload: IncomingMessage,
  done: (error: Error | null, chunks: readonly Buffer[], size: number) => void,
): void {
  const told = Number(request.headers['content-length']);
  if (told > BODY_LIMIT) {
    done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE(), [], 0);
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  payload.on('data', onData);
  payload.on('end', onEnd);
  payload.on('error', onEnd);
  payload.resume();

  function leave(error: Error | null): void {
    payload.removeListener('data', onData);
    payload.removeListener('end', onEnd);
    payload.removeListener('error', onEnd);
    done(error, chunks, size);
  }

  function onData(chunk: Buffer): void {
    size += chunk.length;
    chunks.push(chunk);
    if (size > BODY_LIMIT) leave(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
  }

  function onEnd(error?: Error): void {
    if (error) leave(Object.assign(error, { statusCode: 400 }));
    else if (!Number.isNaN(told) && size !== told) leave(new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH());
    else leave(null);
  }
}

async function parseLarge(chunks: readonly Buffer[]): Promise<unknown> {
  return parseLargeJson(await joinedBytes(chunks));
}
