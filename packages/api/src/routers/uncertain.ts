import { ledgerLine } from '../schemas/spend.ts';
import * as schema from '../schemas/uncertain.ts';
import { effects, open, resolve, resolveMany } from '../services/uncertain/index.ts';
import { adminProcedure, router } from '../trpc.ts';

export const uncertainRouter = router({
  /** Says what became of money that may have been billed. What is uncertain is listed by `spend.ledger`. */
  resolve: adminProcedure
    .input(schema.resolveInput)
    .output(ledgerLine)
    .mutation(({ ctx, input }) => resolve(ctx, input)),
  resolveMany: adminProcedure
    .input(schema.resolveManyInput)
    .output(schema.effects)
    .mutation(({ ctx, input }) => resolveMany(ctx, input)),
  /** What resolving would move; a query that also takes POST. */
  effects: adminProcedure
    .input(schema.effectsInput)
    .output(schema.effects)
    .query(({ ctx, input }) => effects(ctx, input)),
  /** How many attempts are uncertain, and how much they count for. */
  open: adminProcedure
    .input(schema.openInput)
    .output(schema.open)
    .query(({ ctx, input }) => open(ctx, input)),
});
