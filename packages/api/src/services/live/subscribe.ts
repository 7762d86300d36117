import type { AdminContext } from '../../context.ts';
import type { LiveEvent } from '../../live.ts';

/** What changes from now on, `hello` first. Ends when the client leaves or the gateway closes. */
export function subscribe(ctx: AdminContext, signal: AbortSignal | undefined): AsyncIterable<LiveEvent> {
  const signals = [signal, ctx.signal].filter((one) => one !== undefined);
  return ctx.services.live.subscribe(AbortSignal.any(signals));
}
