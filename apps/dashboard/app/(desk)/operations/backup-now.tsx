'use client';

import { DatabaseBackup } from 'lucide-react';
import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog.tsx';
import { Notice } from '@/components/notice.tsx';
import { Button } from '@/components/ui/button.tsx';
import { SwitchField } from '@/components/ui/switch.tsx';
import { formatBytes } from '@/lib/format/quantity.ts';

interface BackupNowProps {
  places: { folder: string; freeBytes: number | null; databaseBytes: number };
  /** While one goes on. */
  disabled: boolean;
  onStart: (input: { withCache: boolean; reason?: string }) => void;
}

/** Says where a copy goes and what it takes, and starts one. Nobody has to wait in the dialog. */
export function BackupNow({
  places: { folder, freeBytes, databaseBytes },
  disabled,
  onStart,
}: BackupNowProps) {
  const [withCache, setWithCache] = useState(false);
  const isTight = freeBytes !== null && freeBytes < databaseBytes * 1.1;
  return (
    <FormDialog
      trigger={
        <Button variant="primary" disabled={disabled}>
          <DatabaseBackup aria-hidden />
          {disabled ? 'Backing up…' : 'Back up now'}
        </Button>
      }
      title="Back up now"
      description="Calls go on meanwhile. The copy is of one moment, and is read back before it counts as a backup."
      action="Start backup"
      reset={() => setWithCache(false)}
      submit={async (why) => onStart({ withCache, ...why })}
    >
      <dl className="grid gap-1 rounded-md bg-inset p-3 text-[13px]">
        <div>
          <dt className="text-soft">It goes to</dt>
          <dd className="break-all font-mono text-xs leading-5">{folder}</dd>
        </div>
        <div>
          <dt className="inline text-soft">It takes at most </dt>
          <dd className="inline tabular-nums">
            {formatBytes(databaseBytes)}
            {freeBytes === null ? '' : `, of ${formatBytes(freeBytes)} that are free`}
          </dd>
        </div>
      </dl>
      {isTight ? <Notice tone="warn">That disk may be too full for it. Make room first.</Notice> : null}
      <SwitchField
        label="With the vectors"
        hint="In a second file. They can be bought again, but not for nothing."
        checked={withCache}
        onCheckedChange={setWithCache}
      />
    </FormDialog>
  );
}
