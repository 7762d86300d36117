import { Button } from '@/components/ui/button.tsx';
import { counted } from '@/lib/format/quantity.ts';
import { ResolveDialog } from './resolve-dialog.tsx';

/** What can be said of the attempts that were chosen. */
export function ResolveActions({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const none = ids.length === 0;
  return (
    <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
      <p aria-live="polite" className="text-[13px] text-soft">
        {none ? 'Choose what you know the end of.' : `${counted(ids.length, 'attempt')} chosen.`}
      </p>
      <div className="flex gap-2">
        <ResolveDialog
          ids={ids}
          as="not_billed"
          onDone={onDone}
          trigger={<Button disabled={none}>Not billed…</Button>}
        />
        <ResolveDialog
          ids={ids}
          as="billed"
          onDone={onDone}
          trigger={
            <Button variant="primary" disabled={none}>
              Billed…
            </Button>
          }
        />
      </div>
    </div>
  );
}
