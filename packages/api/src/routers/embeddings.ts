import * as schema from '../schemas/embeddings.ts';
import { countTokens, embed, quote } from '../services/embeddings/index.ts';
import { callerProcedure, router } from '../trpc.ts';

export const embeddingsRouter = router({
  /** Weighs, pays and inspects; answers one vector per input, in input order, all in one space. */
  embed: callerProcedure
    .input(schema.embedInput)
    .output(schema.embedOutput)
    .mutation(({ ctx, input }) => embed(ctx, input)),
  /** What a call would weigh and cost now. A query that also takes POST, since texts do not fit a URL. */
  quote: callerProcedure
    .input(schema.quoteInput)
    .output(schema.quoteOutput)
    .query(({ ctx, input }) => quote(ctx, input)),
  countTokens: callerProcedure
    .input(schema.countTokensInput)
    .output(schema.countTokensOutput)
    .query(({ ctx, input }) => countTokens(ctx, input)),
});
