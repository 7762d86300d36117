'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { FormDialog } from '@/components/form-dialog.tsx';
import { ShownOnce } from '@/components/shown-once.tsx';
import { Button } from '@/components/ui/button.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Webhook } from '@/lib/trpc/types.ts';
import { type WebhookChoices, WebhookFields } from './webhook-fields.tsx';

const BLANK: WebhookChoices = { name: '', url: '', format: 'generic', minSeverity: 'warning' };

/** Creates a webhook, and shows its secret once; or edits the one that is given. */
export function WebhookDialog({ webhook }: { webhook?: Webhook }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // The whole address is not known here: an empty one keeps what is stored.
  const first = webhook ? { ...webhook, url: '' } : BLANK;
  const [form, setForm] = useState(first);
  const changed = () => queryClient.invalidateQueries(trpc.webhooks.pathFilter());
  const create = useMutation(trpc.webhooks.create.mutationOptions({ onSuccess: changed }));
  const update = useMutation(trpc.webhooks.update.mutationOptions({ onSuccess: changed }));
  const rotate = useMutation(trpc.webhooks.rotate.mutationOptions({ onSuccess: changed }));
  const made = create.data ?? rotate.data;
  const save = async (why: { reason?: string }) => {
    const name = form.name.trim();
    const url = form.url.trim();
    const { format, minSeverity } = form;
    if (!webhook) {
      await create.mutateAsync({ name, url, format, minSeverity, ...why });
      return;
    }
    const address = url === '' ? {} : { url, format };
    await update.mutateAsync({ id: webhook.id, name, minSeverity, ...address, ...why });
    toast.success('The webhook is changed.');
  };
  return (
    <FormDialog
      trigger={
        webhook ? (
          <Button size="sm">
            Edit<span className="sr-only"> {webhook.name}</span>
          </Button>
        ) : (
          <Button variant="primary">
            <Plus aria-hidden />
            New webhook
          </Button>
        )
      }
      title={webhook ? `Edit ${webhook.name}` : 'New webhook'}
      description="Messages are signed as Standard Webhooks has it; docs/alerts.md shows how to check them."
      action={webhook ? 'Save changes' : 'Create webhook'}
      ready={form.name.trim() !== '' && (webhook !== undefined || form.url.trim() !== '')}
      reset={() => {
        setForm(first);
        create.reset();
        rotate.reset();
      }}
      submit={save}
      staysOpen={webhook === undefined}
      outcome={
        made && {
          title: `The secret of ${made.name}`,
          description: 'Copy it now: it is shown this once. Receivers check with it that messages are ours.',
          content: <ShownOnce secret={made.secret} copy="Copy secret" testId="webhook-secret" />,
        }
      }
    >
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
    </FormDialog>
  );
}
