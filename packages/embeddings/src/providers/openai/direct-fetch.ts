import { Agent, type Dispatcher, interceptors } from 'undici';
import type { Fetch } from './client.ts';
import { ReceivedBody } from './received-body.ts';

type Received = Record<string, string | string[] | undefined>;

/** An answer whose body is read from here and not through the `Response`. */
export class DirectResponse extends Response {
  readonly received: ReceivedBody;
  override readonly headers: Headers;

  constructor(status: number, headers: Headers, received: ReceivedBody) {
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
 * every chunk and costs more than all the rest of a request; undici's own `request` links each request to the next, so
 * that small collections find none of them. It takes what we send: a method, headers as a record, a string. It asks for no
 * compression, since base64 of floats hardly shrinks, and undoes what comes compressed all the same; it follows no redirect.
 */
export function createDirectFetch(): Fetch {
  const dispatcher = new Agent({
    // One connection a request, as `fetch` has it: answers of megabytes would wait for each other on one of HTTP/2.
    allowH2: false,
  }).compose(interceptors.decompress({ skipErrorResponses: false }));
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const signal = init.signal ?? undefined;
      signal?.throwIfAborted();
      const { origin, pathname, search } = new URL(String(input));
      dispatcher.dispatch(
        {
          origin,
          path: pathname + search,
          method: (init.method ?? 'GET') as 'GET' | 'POST',
          headers: init.headers as Record<string, string>,
          ...(typeof init.body === 'string' ? { body: init.body } : {}),
        },
        new Exchange({ signal, answer: resolve, fail: reject }),
      );
    });
}

interface Caller {
  signal: AbortSignal | undefined;
  answer(response: Response): void;
  fail(error: Error): void;
}

/**
 * One request and its answer. Undici's objects of a request stay reachable from those of the next for small collections,
 * so that it lets go of everything at the end.
 */
class Exchange implements Dispatcher.DispatchHandler {
  #caller: Caller | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #body: ReceivedBody | undefined;

  constructor(caller: Caller) {
    this.#caller = caller;
    caller.signal?.addEventListener('abort', this.#abort, { once: true });
  }

  /** One that waits for a connection has no controller yet, and its caller is told all the same. */
  readonly #abort = () => {
    const reason = this.#caller?.signal?.reason as Error;
    if (this.#controller) this.#controller.abort(reason);
    else this.#caller?.fail(reason);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#caller?.signal?.aborted) this.#abort();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Received): void {
    // What is not the answer yet.
    if (status < 200) return;
    this.#body = new ReceivedBody(controller);
    const isSuccess = status < 300;
    this.#caller?.answer(
      new DirectResponse(status, isSuccess ? new ReceivedHeaders(headers) : all(headers), this.#body),
    );
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#body?.push(chunk);
  }

  onResponseEnd(): void {
    this.#body?.finish();
    this.#letGo();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#body?.fail(error);
    this.#caller?.fail(error);
    this.#letGo();
  }

  #letGo(): void {
    this.#caller?.signal?.removeEventListener('abort', this.#abort);
    this.#caller = undefined;
    this.#controller = undefined;
    this.#body = undefined;
  }
}

function all(received: Received): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) headers.append(name, one);
  }
  return headers;
}
