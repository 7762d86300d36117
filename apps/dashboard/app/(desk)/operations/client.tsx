'use client';

import { PageHeader } from '@/components/page-header.tsx';
import { Backups } from './backups.tsx';
import { Books } from './books.tsx';
import { Gaps } from './gaps.tsx';
import { Retention } from './retention.tsx';

/** Keeping the ledger: copies of it, whether its books are sound, how long it keeps details, and what it lacks. */
export function Operations() {
  return (
    <>
      <PageHeader
        title="Operations"
        note="Copies of the ledger, whether its books are sound, and how long it keeps details. None of it holds up a call."
      />
      <div className="grid gap-4">
        <Backups />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <Books />
          <div className="grid gap-4">
            <Retention />
            <Gaps />
          </div>
        </div>
      </div>
    </>
  );
}
