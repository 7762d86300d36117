'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Wordmark } from '@/components/brand.tsx';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, Input } from '@/components/ui/field.tsx';
import { useHydrated } from '@/components/use-hydrated.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { explain } from '@/lib/trpc/error.ts';

export function SignIn({ next }: { next: string }) {
  const trpc = useTRPC();
  // Until the script runs nothing may be sent: the browser would do it its own way.
  const hydrated = useHydrated();
  const [password, setPassword] = useState('');
  const signIn = useMutation(
    trpc.auth.signIn.mutationOptions({
      // A full load: the server then renders the page with the new session.
      onSuccess: () => window.location.assign(next),
    }),
  );
  const wrong = signIn.error && explain(signIn.error).code === 'WRONG_PASSWORD';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password) signIn.mutate({ password });
  };
  return (
    <main className="grid min-h-dvh place-items-center p-5">
      <div aria-hidden className="mode-stripe fixed inset-x-0 top-0 h-1.5" />
      <div className="w-full max-w-sm">
        <Wordmark />
        <div className="mt-6 overflow-hidden rounded-plate border bg-plate">
          <div aria-hidden className="ruler-x h-2.5 opacity-80" />
          <form method="post" onSubmit={submit} className="p-6 pt-5">
            <h1 className="mb-4 font-semibold text-lg">Sign in</h1>
            {/* Lets password managers file it under a name. */}
            <input type="text" name="username" value="admin" autoComplete="username" readOnly hidden />
            <Field
              label="Admin password"
              error={wrong ? explain(signIn.error).message : undefined}
              hint="One password for everyone who runs this gateway."
            >
              {(control) => (
                <Input
                  {...control}
                  type="password"
                  name="password"
                  autoComplete="current-password"
                  autoFocus
                  required
                  value={password}
                  onChange={(event) => setPassword(event.target.value)}
                />
              )}
            </Field>
            <MutationError error={wrong ? null : signIn.error} />
            <Button
              type="submit"
              variant="primary"
              className="mt-5 w-full"
              disabled={!hydrated || signIn.isPending || signIn.isSuccess}
            >
              {signIn.isPending || signIn.isSuccess ? 'Signing in…' : 'Sign in'}
            </Button>
          </form>
        </div>
        <noscript>
          <p className="mt-4 rounded-md bg-warn-tint p-3">The dashboard needs JavaScript.</p>
        </noscript>
        <details className="mt-4 text-[13px] text-soft">
          <summary className="cursor-pointer rounded hover:text-ink">Where is the password?</summary>
          <p className="mt-2 text-pretty">
            The gateway’s first start printed it once, in its terminal. While{' '}
            <code className="font-mono text-ink">WEIGHBRIDGE_ADMIN_PASSWORD</code> is set, that one holds
            instead: set it and start the gateway again if the first is lost. On the gateway’s machine the{' '}
            <code className="font-mono text-ink">weighbridge</code> command needs no password.
          </p>
        </details>
      </div>
    </main>
  );
}
