import { subscribe } from '../services/live/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const liveRouter = router({
  /** Server-sent events: what changed, so that a dashboard refetches without polling. */
  events: adminProcedure.subscription(({ ctx, signal }) => subscribe(ctx, signal)),
});
