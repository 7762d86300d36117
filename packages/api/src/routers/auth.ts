import * as schema from '../schemas/access.ts';
import { me, signIn, signOut } from '../services/auth/index.ts';
import { openProcedure, router } from '../trpc.ts';

export const authRouter = router({
  me: openProcedure.output(schema.me).query(({ ctx }) => me(ctx)),
  signIn: openProcedure
    .input(schema.signInInput)
    .output(schema.me)
    .mutation(({ ctx, input }) => signIn(ctx, input)),
  signOut: openProcedure.output(schema.me).mutation(({ ctx }) => signOut(ctx)),
});
