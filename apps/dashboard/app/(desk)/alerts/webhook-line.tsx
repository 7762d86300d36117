'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Webhook } from '@/lib/trpc/types.ts';
import { TestWebhook } from './test-webhook.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';

const FROM = {
  info: 'every alert',
  warning: 'warnings and worse',
  critical: 'critical ones only',
} as const;

export function WebhookLine({ webhook }: { webhook: Webhook }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const changed = () => queryClient.invalidateQueries(trpc.webhooks.pathFilter());
  const update = useMutation(trpc.webhooks.update.mutationOptions({ onSuccess: changed }));
  const remove = useMutation(trpc.webhooks.remove.mutationOptions({ onSuccess: changed }));
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-line/70 border-b py-3.5 last:border-0">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <b className="font-medium">{webhook.name}</b>
          {webhook.format === 'slack' ? <Badge>Slack</Badge> : null}
          {webhook.enabled ? null : <Badge tone="warn">disabled</Badge>}
          {webhook.enabled && webhook.lastDelivery?.state === 'failed' ? (
            <Badge tone="bad">last message failed</Badge>
          ) : null}
        </p>
        <p className="break-all font-mono text-[13px]">{webhook.url}</p>
        <p className="text-[13px] text-soft">
          {FROM[webhook.minSeverity]}, signed with <span className="font-mono">…{webhook.secretLast4}</span>
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <TestWebhook webhook={webhook} />
        <WebhookDialog webhook={webhook} />
        {webhook.enabled ? (
          <ConfirmDialog
            trigger={
              <Button size="sm">
                Disable<span className="sr-only"> {webhook.name}</span>
              </Button>
            }
            title={`Disable ${webhook.name}?`}
            description="Nothing is sent there until it is enabled again, and what is on its way is given up."
            action="Disable webhook"
            keep="Keep sending"
            confirm={(why) => update.mutateAsync({ id: webhook.id, enabled: false, ...why })}
          />
        ) : (
          <Button
            size="sm"
            disabled={update.isPending}
            onClick={() => update.mutate({ id: webhook.id, enabled: true })}
          >
            Enable<span className="sr-only"> {webhook.name}</span>
          </Button>
        )}
        <ConfirmDialog
          trigger={
            <Button size="sm">
              Remove<span className="sr-only"> {webhook.name}</span>
            </Button>
          }
          title={`Remove ${webhook.name}?`}
          description="Nothing more is sent there, and what is on its way is given up. The log of deliveries stays."
          action="Remove webhook"
          confirm={async (why) => {
            await remove.mutateAsync({ id: webhook.id, ...why });
            toast.success('The webhook is removed.');
          }}
        />
      </div>
    </li>
  );
}
