import type { Readable } from 'node:stream';
import { Agent, interceptors, request } from 'undici';
import type { Fetch } from './client.ts';

/** Bodies of answers that a direct fetch gave, which are read from here and not through the `Response`. */
const bodies = new WeakMap<Response, Readable>();

/** The body of such an answer; undefined for any other `Response`. */
export function directBody(response: Response): Readable | undefined {
  return bodies.get(response);
}

/**
 * A fetch for the SDK that leaves a body where undici has it. The global one puts it through a web stream, which copies
 * every chunk and costs more than all the rest of a request. It takes what the SDK sends: a method, headers, a string. It
 * asks for no compression, since base64 of floats hardly shrinks, and undoes what comes compressed all the same; it follows
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
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(typeof init.body === 'string' ? { body: init.body } : {}),
      ...(init.signal ? { signal: init.signal } : {}),
    });
    const response = new Response(null, { status: statusCode, headers: headersOf(headers) });
    bodies.set(response, body);
    return response;
  };
}

function headersOf(given: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) headers.append(name, one);
  }
  return headers;
}
