'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { ReasonField, reasonOf } from '@/components/reason-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Webhook } from '@/lib/trpc/types.ts';
import { type WebhookChoices, WebhookFields } from './webhook-fields.tsx';
import { WebhookSecret } from './webhook-secret.tsx';

const BLANK: WebhookChoices = { name: '', url: '', format: 'generic', minSeverity: 'warning' };

/** Creates a webhook, and shows its secret once; or edits the one that is given. */
export function WebhookDialog({ webhook }: { webhook?: Webhook }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  // The whole address is not known here: an empty one keeps what is stored.
  const blank = webhook ? { ...webhook, url: '' } : BLANK;
  const [form, setForm] = useState({ ...blank, reason: '' });
  const changed = () => queryClient.invalidateQueries(trpc.webhooks.pathFilter());
  const create = useMutation(trpc.webhooks.create.mutationOptions({ onSuccess: changed }));
  const update = useMutation(
    trpc.webhooks.update.mutationOptions({
      onSuccess: async () => {
        await changed();
        toast.success('The webhook is changed.');
        setOpen(false);
      },
    }),
  );
  const rotate = useMutation(trpc.webhooks.rotate.mutationOptions({ onSuccess: changed }));
  const change = webhook ? update : create;
  const made = create.data ?? rotate.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = form.name.trim();
    const url = form.url.trim();
    const { format, minSeverity } = form;
    if (!webhook) create.mutate({ name, url, format, minSeverity, ...reasonOf(form.reason) });
    else {
      update.mutate({
        id: webhook.id,
        name,
        minSeverity,
        ...(url === '' ? {} : { url, format }),
        ...reasonOf(form.reason),
      });
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setForm({ ...blank, reason: '' });
        change.reset();
        rotate.reset();
      }}
    >
      <DialogTrigger asChild>
        {webhook ? (
          <Button size="sm">
            Edit<span className="sr-only"> {webhook.name}</span>
          </Button>
        ) : (
          <Button variant="primary">
            <Plus aria-hidden />
            New webhook
          </Button>
        )}
      </DialogTrigger>
      <DialogContent
        title={made ? `The secret of ${made.name}` : webhook ? `Edit ${webhook.name}` : 'New webhook'}
        description={
          made
            ? 'Copy it now: it is shown this once. Receivers check with it that messages are ours.'
            : 'Messages are signed as Standard Webhooks has it; docs/alerts.md shows how to check them.'
        }
        onInteractOutside={(event) => {
          // A click beside the dialog must not lose a secret that nobody has copied yet.
          if (made) event.preventDefault();
        }}
      >
        {made ? (
          <WebhookSecret secret={made.secret} />
        ) : (
          <form onSubmit={submit} className="grid gap-4">
            <WebhookFields
              choices={form}
              stored={webhook}
              onChange={(choices) => setForm({ ...form, ...choices })}
            />
            {webhook ? (
              <div className="flex items-center justify-between gap-4 text-[13px]">
                <p>
                  Signed with <span className="font-mono">…{webhook.secretLast4}</span>
                </p>
                <ConfirmDialog
                  trigger={<Button size="sm">New secret</Button>}
                  title={`Make a new secret for ${webhook.name}?`}
                  description="Every try from then on is signed with it: receivers refuse messages until they have it."
                  action="Make a new secret"
                  keep="Keep the old one"
                  confirm={(why) => rotate.mutateAsync({ id: webhook.id, ...why })}
                />
              </div>
            ) : null}
            <ReasonField value={form.reason} onChange={(reason) => setForm({ ...form, reason })} />
            <MutationError error={change.error} />
            <DialogActions>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
              <Button
                type="submit"
                variant="primary"
                disabled={change.isPending || !form.name.trim() || (!webhook && !form.url.trim())}
              >
                {webhook ? 'Save changes' : 'Create webhook'}
              </Button>
            </DialogActions>
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}
