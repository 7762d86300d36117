import { CopyButton } from '@/components/copy-button.tsx';
import { Button } from '@/components/ui/button.tsx';
import { DialogActions, DialogClose } from '@/components/ui/dialog.tsx';

/** A signing secret, this once. */
export function WebhookSecret({ secret }: { secret: string }) {
  return (
    <>
      <p
        className="break-all rounded-md border bg-inset px-3 py-2.5 font-mono text-[13px]"
        data-testid="webhook-secret"
      >
        {secret}
      </p>
      <DialogActions>
        <DialogClose asChild>
          <Button>Done</Button>
        </DialogClose>
        <CopyButton text={secret} label="Copy secret" prominent />
      </DialogActions>
    </>
  );
}
