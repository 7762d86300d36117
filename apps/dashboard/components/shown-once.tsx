import { CopyButton } from '@/components/copy-button.tsx';
import { Button } from '@/components/ui/button.tsx';
import { DialogActions, DialogClose } from '@/components/ui/dialog.tsx';

interface ShownOnceProps {
  secret: string;
  /** What is copied, such as "Copy key". */
  copy: string;
  testId: string;
}

/** A secret in a dialog, this once. */
export function ShownOnce({ secret, copy, testId }: ShownOnceProps) {
  return (
    <>
      <p
        className="break-all rounded-md border bg-inset px-3 py-2.5 font-mono text-[13px]"
        data-testid={testId}
      >
        {secret}
      </p>
      <DialogActions>
        <DialogClose asChild>
          <Button>Done</Button>
        </DialogClose>
        <CopyButton text={secret} label={copy} prominent />
      </DialogActions>
    </>
  );
}
