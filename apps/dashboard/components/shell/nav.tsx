'use client';

import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { OpenCount } from '@/components/alerts/open-count.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu.tsx';
import { cn } from '@/lib/class-names.ts';
import { AT_HAND_PLACES, OTHER_PLACES, PLACE_GROUPS, type Place } from './navigation.ts';

/** The rail: a graduated bar, with a pointer at the page that is open. Prefetching would ask the gateway for every page each time one opens. */
export function RailNav() {
  const path = usePathname();
  return (
    <nav aria-label="Pages" className="mt-7 pr-3">
      {PLACE_GROUPS.map(({ name, places }) => (
        <div key={places[0]?.href} className="mt-4 first:mt-0">
          {name === null ? null : (
            <p id={`pages-${name}`} className="px-5.5 pb-1 font-medium text-soft text-xs">
              {name}
            </p>
          )}
          <ul aria-labelledby={name === null ? undefined : `pages-${name}`} className="grid gap-0.5">
            {places.map((place) => (
              <RailPlace key={place.href} place={place} current={path === place.href} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function RailPlace({ place: { href, name, icon: Icon }, current }: { place: Place; current: boolean }) {
  return (
    <li className="relative px-3">
      <Link
        prefetch={false}
        href={href}
        aria-current={current ? 'page' : undefined}
        className={cn(
          'flex h-9 items-center gap-3 rounded-md px-2.5 text-soft hover:bg-inset hover:text-ink',
          current && 'font-medium text-ink',
        )}
      >
        <Icon aria-hidden className={cn('size-4.5', current && 'text-mode')} />
        {name}
        {href === '/alerts' ? <OpenCount className="ml-auto" /> : null}
      </Link>
      {current ? (
        <span
          aria-hidden
          className="absolute top-1/2 -right-1 -translate-y-1/2 border-y-[6px] border-y-transparent border-l-[9px] border-l-mode"
        />
      ) : null}
    </li>
  );
}

/** The same bar along the bottom of a phone, in reach of a thumb: what is opened most, and a menu with the rest. */
export function BottomNav() {
  const path = usePathname();
  const within = OTHER_PLACES.find(({ href }) => href === path);
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-20 border-t bg-plate pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <div aria-hidden className="ruler-x h-1.5 opacity-70" />
      <ul className="grid grid-cols-5">
        {AT_HAND_PLACES.map(({ href, name, icon: Icon }) => (
          <li key={href} className="relative">
            <Link
              prefetch={false}
              href={href}
              aria-current={path === href ? 'page' : undefined}
              className={cn(TAB, path === href && 'font-medium text-ink')}
            >
              <Icon aria-hidden className={cn('size-5', path === href && 'text-mode')} />
              {name}
            </Link>
            {path === href ? <TabPointer /> : null}
          </li>
        ))}
        <li className="relative">
          <DropdownMenu>
            <DropdownMenuTrigger className={cn(TAB, 'w-full', within && 'font-medium text-ink')}>
              <Ellipsis aria-hidden className={cn('size-5', within && 'text-mode')} />
              {within?.name ?? 'More'}
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end" side="top">
              {OTHER_PLACES.map(({ href, name, icon: Icon }) => (
                <DropdownMenuItem key={href} asChild>
                  <Link prefetch={false} href={href} aria-current={path === href ? 'page' : undefined}>
                    <Icon aria-hidden />
                    {name}
                  </Link>
                </DropdownMenuItem>
              ))}
            </DropdownMenuContent>
          </DropdownMenu>
          {within ? <TabPointer /> : null}
        </li>
      </ul>
    </nav>
  );
}

const TAB =
  'flex h-14 flex-col items-center justify-center gap-1 text-[11px] text-soft focus-visible:-outline-offset-2';

function TabPointer() {
  return (
    <span
      aria-hidden
      className="absolute -top-1.5 left-1/2 -translate-x-1/2 border-x-[6px] border-x-transparent border-t-[8px] border-t-mode"
    />
  );
}
