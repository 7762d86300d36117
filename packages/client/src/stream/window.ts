/** What stopped a window from outside. */
export const ABORTED = Symbol('aborted');

export interface WindowOptions<T, R> {
  source: AsyncIterator<T, unknown, undefined>;
  /** How many may be under way now; asked before each. */
  width: () => number;
  /** Must not reject. */
  start: (item: T) => Promise<R>;
  signal: AbortSignal | undefined;
}

/**
 * Starts work on items as they come, up to `width` at once, and yields the outcomes in the items' order. The source is
 * read only while there is room, and a slow source does not keep back what is done.
 * @throws what the source throws, after the outcomes of what it gave before; ABORTED at once
 */
export async function* inOrder<T, R>(options: WindowOptions<T, R>): AsyncGenerator<R, void, undefined> {
  const { source, width, start, signal } = options;
  const underway: Promise<R>[] = [];
  let reading: Promise<Read<T>> | undefined;
  let last: Read<T> | undefined;
  const stop = abortOf(signal);
  try {
    for (;;) {
      if (signal?.aborted) throw ABORTED;
      if (!last && !reading && underway.length < Math.max(1, width())) reading = read(source);
      const [head] = underway;
      if (!head && !reading) break;
      const first = await Promise.race([
        ...(head ? [head.then(() => 'head' as const)] : []),
        ...(reading ? [reading] : []),
        ...(stop.promise ? [stop.promise] : []),
      ]);
      if (first === ABORTED) throw ABORTED;
      if (first === 'head') {
        yield (await underway.shift()) as R;
        continue;
      }
      reading = undefined;
      if ('value' in first) underway.push(start(first.value));
      else last = first;
    }
    if (last && 'error' in last) throw last.error;
  } finally {
    stop.release();
    // A source that hangs must not hang whoever leaves.
    const returned = source.return?.();
    if (reading) returned?.catch(() => undefined);
    else await returned?.catch(() => undefined);
  }
}

type Read<T> = { value: T } | { error: unknown } | { done: true };

async function read<T>(source: AsyncIterator<T, unknown, undefined>): Promise<Read<T>> {
  try {
    const result = await source.next();
    return result.done ? { done: true } : { value: result.value };
  } catch (error) {
    return { error };
  }
}

function abortOf(signal: AbortSignal | undefined): {
  promise: Promise<typeof ABORTED> | undefined;
  release: () => void;
} {
  if (!signal) return { promise: undefined, release: () => undefined };
  let release: () => void = () => undefined;
  const promise = new Promise<typeof ABORTED>((resolve) => {
    const onAbort = () => resolve(ABORTED);
    signal.addEventListener('abort', onAbort, { once: true });
    release = () => signal.removeEventListener('abort', onAbort);
  });
  return { promise, release };
}
