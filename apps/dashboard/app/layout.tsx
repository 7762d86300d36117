import './globals.css';
import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { ApiProvider } from '@/components/api-provider.tsx';
import { ClockProvider } from '@/components/clock.tsx';
import { ThemeProvider } from '@/components/theme-provider.tsx';
import { Toaster } from '@/components/ui/toaster.tsx';

export const metadata: Metadata = {
  title: { default: 'Weighbridge', template: '%s · Weighbridge' },
  description:
    'Every text is weighed before it is paid for, every vector is inspected before it is let through.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f5f4f0' },
    { media: '(prefers-color-scheme: dark)', color: '#0d1116' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <ThemeProvider nonce={nonce}>
          <ClockProvider renderedAt={Date.now()}>
            <NuqsAdapter>
              <ApiProvider>{children}</ApiProvider>
            </NuqsAdapter>
          </ClockProvider>
          <Toaster />
        </ThemeProvider>
      </body>
    </html>
  );
}
