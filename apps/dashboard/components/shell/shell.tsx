'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Wordmark } from '@/components/brand.tsx';
import type { Mode } from '@/lib/mode/mode.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { AccountMenu } from './account-menu.tsx';
import { AlertBell } from './alert-bell.tsx';
import { GatewayBanner } from './gateway-banner.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import { ModeBadge } from './mode-badge.tsx';
import { BottomNav, RailNav } from './nav.tsx';

/** The frame of every page: where one is, and always which mode answers. */
export function Shell({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const status = useQuery(trpc.providers.status.queryOptions());
  const mode = status.data?.mode;
  useDocumentMode(mode);
  return (
    <div data-mode={mode ?? 'mock'} className="min-h-dvh lg:grid lg:grid-cols-[14.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-md focus:bg-ink focus:px-4 focus:py-2 focus:text-ground"
      >
        Skip to content
      </a>
      <div aria-hidden className="mode-stripe fixed inset-x-0 top-0 z-30 h-1.5" />

      <aside className="sticky top-0 hidden h-dvh flex-col pt-8 pb-5 lg:flex">
        <div aria-hidden className="ruler-y absolute inset-y-0 right-0 w-2.5 opacity-60" />
        <div className="pr-7 pl-5">
          <Wordmark />
          <ModeBadge mode={mode} className="mt-6" />
        </div>
        <RailNav />
        <div className="mt-auto grid gap-3 pr-7 pl-5">
          <LiveIndicator />
          <AccountMenu wide />
        </div>
      </aside>

      <header className="sticky top-0 z-20 flex items-center gap-3 border-b bg-ground/95 px-4 pt-4 pb-2.5 backdrop-blur lg:hidden">
        <Wordmark />
        <span className="ml-auto" />
        <LiveIndicator compact />
        <ModeBadge mode={mode} compact />
        <AlertBell />
        <AccountMenu />
      </header>

      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-[82rem] px-4 pt-5 pb-28 outline-none sm:px-6 lg:px-8 lg:pt-9 lg:pb-12"
      >
        <GatewayBanner error={status.error} />
        {children}
      </main>
      <BottomNav />
    </div>
  );
}

/** Dialogs live outside the shell's element; this lets them take the mode's colour as well. */
function useDocumentMode(mode: Mode | undefined): void {
  useEffect(() => {
    if (mode) document.documentElement.dataset.mode = mode;
    return () => {
      delete document.documentElement.dataset.mode;
    };
  }, [mode]);
}
