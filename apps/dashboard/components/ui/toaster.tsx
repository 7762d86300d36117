'use client';

import { useTheme } from 'next-themes';
import { Toaster as Sonner } from 'sonner';

/** Short confirmations, read out politely. Errors stand where they happened, not here. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="top-center"
      offset={20}
      toastOptions={{
        style: {
          background: 'var(--ink)',
          color: 'var(--ground)',
          border: '0',
          borderRadius: '8px',
          fontFamily: 'inherit',
          fontSize: '14px',
        },
      }}
    />
  );
}
