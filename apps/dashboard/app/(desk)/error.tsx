'use client';

import { useEffect } from 'react';
import { Button } from '@/components/ui/button.tsx';

/** A page that broke while it was drawn; the shell around it still works. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <div role="alert" className="grid min-h-[50vh] content-center justify-items-start gap-4">
      <h1 className="font-semibold text-[26px] tracking-[-0.02em]">This page could not be drawn</h1>
      <p className="max-w-[60ch] text-pretty text-soft">
        Nothing was changed by it. Try again; if it stays so, the dashboard’s own log has the details
        {error.digest ? (
          <>
            {' '}
            under <span className="font-mono">{error.digest}</span>
          </>
        ) : null}
        .
      </p>
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </div>
  );
}
