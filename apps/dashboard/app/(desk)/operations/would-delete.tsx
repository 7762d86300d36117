import { Instant } from '@/components/clock.tsx';
import { counted, exactCount } from '@/lib/format/quantity.ts';
import type { RetentionPreview } from '@/lib/trpc/types.ts';

/** What would go and what would stay, counted by the gateway. */
export function WouldDelete({ preview }: { preview: RetentionPreview }) {
  const { from, entries, allEntries, openEntries, findings, deliveries } = preview;
  const others = [
    findings > 0 ? counted(findings, 'finding of inspection', 'findings of inspection') : '',
    deliveries > 0 ? counted(deliveries, 'delivery of a webhook', 'deliveries of webhooks') : '',
  ].filter((text) => text !== '');
  return (
    <div data-testid="would-delete" className="rounded-md bg-inset p-3 text-pretty text-[13px]">
      <p>
        {entries === 0 ? (
          <b className="font-medium">Nothing is that old now.</b>
        ) : (
          <>
            <b className="font-medium">
              {exactCount(entries)} of {counted(allEntries, 'entry', 'entries')} would go
            </b>
            , placed before <Instant at={from} short />.
          </>
        )}
      </p>
      {others.length > 0 ? <p className="mt-1">With them {others.join(' and ')}.</p> : null}
      {openEntries > 0 ? (
        <p className="mt-1">
          {counted(openEntries, 'older entry', 'older entries')}, held or uncertain, would stay until somebody
          says what became of {openEntries === 1 ? 'it' : 'them'}.
        </p>
      ) : null}
    </div>
  );
}
