'use client';

import { Bell } from 'lucide-react';
import Link from 'next/link';
import { OpenCount } from '@/components/alerts/open-count.tsx';

/** The way to the alerts where the rail has no room, with how many are open. */
export function AlertBell() {
  return (
    <Link
      prefetch={false}
      href="/alerts"
      className="relative inline-flex size-9 items-center justify-center rounded-md border border-line-strong/70 bg-plate hover:bg-inset"
    >
      <Bell aria-hidden className="size-4" />
      <span className="sr-only">Alerts</span>
      <OpenCount className="absolute -top-2 -right-2" />
    </Link>
  );
}
