import { TriangleAlert } from 'lucide-react';
import type { BillComparison } from '@/lib/trpc/types.ts';

const TITLES: Readonly<Record<BillComparison['warnings'][number]['code'], string>> = {
  OTHER_ENDPOINT: 'Not all of this went to the official API',
  BASE_URL_NOT_OFFICIAL: 'The base URL is not the official API',
};

/** What keeps ledger and bill from agreeing whatever is resolved. Renders nothing when there is no such thing. */
export function BillWarnings({ warnings }: Pick<BillComparison, 'warnings'>) {
  return warnings.map(({ code, message }) => (
    <div
      key={message}
      role="note"
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 rounded-plate border border-warn/50 bg-warn-tint p-4"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-warn" />
      <div className="text-pretty">
        <p className="font-medium">{TITLES[code]}</p>
        <p className="mt-1 break-words text-[13px] text-soft">{message}</p>
      </div>
    </div>
  ));
}
