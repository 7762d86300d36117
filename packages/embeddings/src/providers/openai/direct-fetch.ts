import type { Readable } from 'node:stream';
import { Agent, interceptors, request } from 'undici';
import type { Fetch } from './client.ts';

type Received = Record<string, string | string[] | undefined>;

/** An answer whose body is read from here and not through the `Response`. */
export class DirectResponse extends Response {
  readonly received: Readable;
  override readonly headers: Headers;

  constructor(status: number, headers: Headers, received: Readable) {
    super(null, { status });
    this.headers = headers;
    this.received = received;
  }
}

/**
 * The headers of a success, looked up where undici has them: a dozen come with each answer, and a `Headers` sorts all that
 * it holds. Whoever walks over them sees the request id alone, which is what the SDK looks for.
 */
class ReceivedHeaders extends Headers {
  override readonly get: (name: string) => string | null;

  constructor(received: Received) {
    const id = received['x-request-id'];
    super(typeof id === 'string' ? { 'x-request-id': id } : {});
    this.get = (name) => {
      const value = received[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    };
  }
}

/**
 * A fetch for the SDK that leaves a body where undici has it. The global one puts it through a web stream, which copies
 * every chunk and costs more than all the rest of a request. It takes what we send: a method, headers
 * as a record, a string. It asks for no compression, since base64 of floats hardly shrinks, and undoes what comes compressed all the same; it follows
 * no redirect.
 */
export function createDirectFetch(): Fetch {
  const dispatcher = new Agent({
    // One connection a request, as `fetch` has it: answers of megabytes would wait for each other on one of HTTP/2.
    allowH2: false,
  }).compose(interceptors.decompress({ skipErrorResponses: false }));
  return async (input, init = {}) => {
    const { statusCode, headers, body } = await request(String(input), {
      dispatcher,
      method: (init.method ?? 'GET') as 'GET' | 'POST',
      headers: init.headers as Record<string, string>,
      ...(typeof init.body === 'string' ? { body: init.body } : {}),
      ...(init.signal ? { signal: init.signal } : {}),
    });
    const isSuccess = statusCode >= 200 && statusCode < 300;
    return new DirectResponse(statusCode, isSuccess ? new ReceivedHeaders(headers) : all(headers), body);
  };
}

function all(received: Received): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) headers.append(name, one);
  }
  return headers;
}
