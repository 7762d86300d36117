import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Service } from './service.ts';
import { errorToWire, type FromWorker, type Reply, type ToWorker, transferables } from './wire.ts';

/** Opens a service in this worker thread and serves its caller until told to close. */
export function serve(open: (warn: (message: string) => void) => Service): void {
  const port = parentPort;
  if (!port) throw new Error('This module is the entry of a worker thread.');
  const post = (message: FromWorker) => port.postMessage(message);
  let service: Service;
  try {
    service = open((warning) => post({ warning }));
  } catch (error) {
    post({ failed: errorToWire(error) });
    port.close();
    return;
  }
  const replies = new ReplyQueue(port);
  port.on('message', (message: ToWorker) => {
    if ('close' in message) {
      service.close();
      replies.send();
      port.close();
      return;
    }
    for (const request of message.requests) {
      service.handle(request, (outcome) => replies.add(replyTo(request.id, outcome)));
    }
  });
  post({ ready: true });
}

function replyTo(id: number, outcome: () => unknown): Reply {
  try {
    return { id, ok: true, value: outcome() };
  } catch (error) {
    return { id, ok: false, error: errorToWire(error) };
  }
}

/** Replies of the same moment leave together. */
class ReplyQueue {
  readonly #port: MessagePort;
  #replies: Reply[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
  }

  add(reply: Reply): void {
    this.#replies.push(reply);
    if (this.#replies.length === 1) queueMicrotask(() => this.send());
  }

  send(): void {
    const replies = this.#replies;
    if (replies.length === 0) return;
    this.#replies = [];
    const message: FromWorker = { replies };
    this.#port.postMessage(
      message,
      replies.flatMap((reply) => (reply.ok ? transferables(reply.value) : [])),
    );
  }
}
