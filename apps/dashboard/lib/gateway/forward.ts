import { unreachableResponse } from './unreachable.ts';

/** RFC 9110, 7.6.1: these belong to one connection and are never passed on. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Of the request: set by fetch itself for the gateway's own connection. */
const REQUEST_ONLY = ['host', 'content-length', 'expect', 'accept-encoding'];

/**
 * Passes a request on to the gateway and its answer back, both as streams, so that server-sent events arrive one by
 * one and an upload is never held in memory. Cookies go both ways untouched.
 * @param target Where the gateway answers this request.
 */
export async function forward(request: Request, target: URL): Promise<Response> {
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && request.body !== null;
  let answer: Response;
  try {
    answer = await fetch(target, {
      method: request.method,
      headers: requestHeaders(request),
      redirect: 'manual',
      cache: 'no-store',
      signal: request.signal,
      ...(hasBody ? { body: request.body, duplex: 'half' } : {}),
    } as RequestInit);
  } catch (error) {
    // The client has gone; nobody reads this answer.
    if (request.signal.aborted) return new Response(null, { status: 499 });
    if (isConnectionFailure(error)) return unreachableResponse(target.origin);
    throw error;
  }
  return new Response(isEventStream(answer) ? endingQuietly(answer.body) : answer.body, {
    status: answer.status,
    statusText: answer.statusText,
    headers: responseHeaders(answer),
  });
}

function requestHeaders(request: Request): Headers {
  const headers = withoutHopByHop(request.headers);
  for (const name of REQUEST_ONLY) headers.delete(name);
  // What comes back is passed on as it is, so it must not be compressed between here and the gateway.
  headers.set('accept-encoding', 'identity');
  const host = request.headers.get('host');
  if (host && !headers.has('x-forwarded-host')) headers.set('x-forwarded-host', host);
  if (!headers.has('x-forwarded-proto')) {
    headers.set('x-forwarded-proto', new URL(request.url).protocol.replace(':', ''));
  }
  return headers;
}

function responseHeaders(answer: Response): Headers {
  const headers = withoutHopByHop(answer.headers);
  headers.delete('content-length');
  if (isEventStream(answer)) {
    headers.set('cache-control', 'no-cache, no-transform');
    headers.set('x-accel-buffering', 'no');
  } else if (!headers.has('cache-control')) {
    headers.set('cache-control', 'no-store');
  }
  return headers;
}

function withoutHopByHop(given: Headers): Headers {
  const named = (given.get('connection') ?? '').split(',').map((name) => name.trim().toLowerCase());
  const headers = new Headers(given);
  for (const name of [...HOP_BY_HOP, ...named]) if (name) headers.delete(name);
  return headers;
}

function isEventStream(answer: Response): boolean {
  return answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/** An event stream that is cut simply ends: the browser connects again, and nobody needs an error in a log. */
function endingQuietly(body: ReadableStream<Uint8Array> | null): ReadableStream<Uint8Array> | null {
  if (!body) return null;
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const chunk = await reader.read().catch(() => undefined);
      if (!chunk || chunk.done) controller.close();
      else controller.enqueue(chunk.value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** fetch rejects with a TypeError whose cause is the socket's error when no answer came. */
function isConnectionFailure(error: unknown): boolean {
  return error instanceof TypeError;
}
