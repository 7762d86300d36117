import { initTRPC } from '@trpc/server';
import { assertAdmin, assertSomebody } from './access.ts';
import type { ApiContext } from './context.ts';
import { formatError, toTrpcError } from './errors.ts';

/** Who may call a procedure. */
export type Access = 'open' | 'caller' | 'admin';

const t = initTRPC
  .context<ApiContext>()
  .meta<{ access: Access }>()
  .create({
    errorFormatter: formatError,
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
  });

export const router = t.router;

/** The one place where domain errors become tRPC errors. */
const mapErrors = t.middleware(async ({ ctx, next }) => {
  const result = await next();
  if (!result.ok) throw toTrpcError(result.error, ctx);
  return result;
});

/** Open to everybody; only sign-in and "who am I" use it. */
export const openProcedure = t.procedure.meta({ access: 'open' }).use(mapErrors);

/** Needs an access key or a signed-in administrator. */
export const callerProcedure = openProcedure
  .meta({ access: 'caller' })
  .use(({ ctx, next }) => next({ ctx: { ...ctx, caller: assertSomebody(ctx.caller) } }));

/** Needs a signed-in administrator. */
export const adminProcedure = openProcedure
  .meta({ access: 'admin' })
  .use(({ ctx, next }) => next({ ctx: { ...ctx, caller: assertAdmin(ctx.caller) } }));
