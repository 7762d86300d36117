import type { LiveEvent, LiveEventType, LiveHub } from './live.ts';

/** At most four events of one type a second reach a subscriber. */
const MERGE_MS = 250;

/**
 * The fan-out within one process. The first event of a type goes out at once; what follows within a quarter second is
 * merged into one at its end, so a subscriber always learns of the last change. A subscriber that does not read holds
 * at most one event of each type.
 */
export function createLiveHub(now: () => number = Date.now): LiveHub {
  const subscribers = new Set<Subscriber>();
  const resting = new Map<LiveEventType, { again: boolean; timer: NodeJS.Timeout }>();
  let closed = false;

  function send(type: LiveEventType): void {
    for (const subscriber of subscribers) subscriber.offer(event(type));
    const timer = setTimeout(() => {
      const again = resting.get(type)?.again ?? false;
      resting.delete(type);
      if (again) send(type);
    }, MERGE_MS);
    // A dashboard that waits for news must not keep the process alive.
    timer.unref();
    resting.set(type, { again: false, timer });
  }

  function event(type: LiveEventType): LiveEvent {
    return { type, at: new Date(now()).toISOString() };
  }

  return {
    publish(type) {
      if (closed) return;
      const rest = resting.get(type);
      if (rest) rest.again = true;
      else send(type);
    },

    async *subscribe(signal) {
      if (closed || signal.aborted) return;
      const subscriber = new Subscriber();
      subscribers.add(subscriber);
      const end = () => subscriber.end();
      signal.addEventListener('abort', end, { once: true });
      try {
        yield event('hello');
        yield* subscriber.read();
      } finally {
        signal.removeEventListener('abort', end);
        subscribers.delete(subscriber);
      }
    },

    close() {
      closed = true;
      for (const { timer } of resting.values()) clearTimeout(timer);
      resting.clear();
      for (const subscriber of subscribers) subscriber.end();
    },
  };
}

/** What one subscriber has not read yet, one event a type, oldest first. */
class Subscriber {
  readonly #waiting = new Map<LiveEventType, LiveEvent>();
  #ended = false;
  #wake: () => void = () => {};

  offer(event: LiveEvent): void {
    this.#waiting.delete(event.type);
    this.#waiting.set(event.type, event);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *read(): AsyncGenerator<LiveEvent> {
    while (!this.#ended) {
      const [next] = this.#waiting.values();
      if (next) {
        this.#waiting.delete(next.type);
        yield next;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
