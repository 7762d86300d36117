/**
 * A signal that fires after `ms`, with a TimeoutError, or with `abandon`. Released with its attempt, it leaves neither a
 * timer nor a listener behind, as combined signals would for the minute that an attempt may take.
 */
export function attemptDeadline(ms: number, abandon: AbortSignal): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const giveUp = () => controller.abort(abandon.reason);
  if (abandon.aborted) giveUp();
  else abandon.addEventListener('abort', giveUp, { once: true });
  const timer = setTimeout(() => controller.abort(new DOMException('Out of time.', 'TimeoutError')), ms);
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      abandon.removeEventListener('abort', giveUp);
    },
  };
}
