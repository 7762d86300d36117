import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyTooLarge } from './api-error.ts';
import type { Delivery } from './outcome.ts';

/** One request on its way, with what is noted on its arrival. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The `x-request-id` to answer. */
  readonly requestId = `req_${randomBytes(16).toString('hex')}`;
  readonly arrivedAt = new Date();
  readonly #started = performance.now();

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    this.path = path;
    this.query = new URLSearchParams(query);
  }

  get method(): string {
    return this.request.method ?? 'GET';
  }

  /** Milliseconds since arrival. */
  elapsedMs(): number {
    return performance.now() - this.#started;
  }

  /** Whether nobody waits for the answer any more. */
  get clientGone(): boolean {
    return this.request.socket.destroyed;
  }

  /**
   * The whole body, or null when the client left before it was complete. A body that is too large is read to
   * its end and thrown away, so that the client gets to see the refusal.
   * @throws {ApiError} 413 above `maxBytes`.
   */
  async body(maxBytes: number): Promise<Buffer | null> {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of this.request) {
        size += (chunk as Buffer).length;
        if (size <= maxBytes) chunks.push(chunk as Buffer);
        else chunks.length = 0;
      }
    } catch {
      return null;
    }
    if (size > maxBytes) throw bodyTooLarge(maxBytes);
    return Buffer.concat(chunks, size);
  }

  /** Sends an answer the way it is to be delivered; `apiHeaders` go with answers of the API. */
  deliver(delivery: Delivery, apiHeaders: Readonly<Record<string, string>>): void {
    if (this.clientGone || delivery.how === 'never') return;
    const { socket } = this.request;
    if (delivery.how === 'reset') {
      socket.resetAndDestroy();
      return;
    }
    const body = delivery.body();
    this.response.writeHead(delivery.status, {
      ...(delivery.fromApi ? { ...this.#ownHeaders(), ...apiHeaders } : {}),
      ...delivery.headers,
      'content-length': body.length,
    });
    if (delivery.how === 'whole') this.response.end(body);
    else this.response.write(body.subarray(0, Math.floor(body.length / 2)), () => socket.destroy());
  }

  /** Answers JSON as the API does. */
  json(status: number, value: unknown): void {
    const body = () => Buffer.from(`${JSON.stringify(value)}\n`);
    const headers = { 'content-type': 'application/json' };
    this.deliver({ how: 'whole', status, headers, body, fromApi: true }, {});
  }

  #ownHeaders(): Record<string, string> {
    return {
      'x-request-id': this.requestId,
      'openai-processing-ms': String(Math.round(this.elapsedMs())),
      'openai-version': '2020-10-01',
      'openai-organization': 'org-stub',
    };
  }
}
