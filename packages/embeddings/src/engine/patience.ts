import type { WeighbridgeError } from '../errors/base.ts';
import { CancelledError, DeadlineExceededError } from '../errors/call.ts';
import type { Clock } from '../ports/clock.ts';

/** A reason of its own: the default one is an error with a stack, made anew for each call. */
const ANSWERED = Symbol('answered');

/**
 * Waits for work until the caller leaves or its time is up; then the caller is answered at once and `stop` is aborted, so
 * that nothing further is sent. What is out goes on without it.
 * @throws CancelledError, DeadlineExceededError
 */
export async function waitPatiently<T>(
  work: Promise<T>,
  stop: AbortController,
  caller: { signal: AbortSignal | undefined; timeoutMs: number; clock: Clock },
): Promise<T> {
  const timer = new AbortController();
  const left = Promise.withResolvers<never>();
  left.promise.catch(() => undefined);
  const leave = (error: WeighbridgeError) => {
    stop.abort(error);
    left.reject(error);
  };
  const cancel = () => leave(new CancelledError());
  if (caller.signal?.aborted) cancel();
  caller.signal?.addEventListener('abort', cancel, { once: true });
  void caller.clock.sleep(caller.timeoutMs, timer.signal).then(
    () => leave(new DeadlineExceededError(caller.timeoutMs)),
    () => undefined,
  );
  try {
    return await Promise.race([work, left.promise]);
  } finally {
    timer.abort(ANSWERED);
    caller.signal?.removeEventListener('abort', cancel);
  }
}
