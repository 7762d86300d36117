'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { FallbackSwitch } from '@/components/fallback-switch.tsx';
import { FormDialog } from '@/components/form-dialog.tsx';
import { NameField } from '@/components/name-field.tsx';
import { ShownOnce } from '@/components/shown-once.tsx';
import { Button } from '@/components/ui/button.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Project } from '@/lib/trpc/types.ts';

const BLANK = { name: '', allowFallback: false };

export function CreateKey({ project }: { project: Project }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form, setForm] = useState(BLANK);
  const create = useMutation(
    trpc.keys.create.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries(trpc.keys.pathFilter()),
    }),
  );
  const made = create.data;
  return (
    <FormDialog
      trigger={
        <Button size="sm">
          <Plus aria-hidden />
          New key<span className="sr-only"> in {project.name}</span>
        </Button>
      }
      title={`New key in ${project.name}`}
      description="It can embed, quote and count for this project, and nothing else."
      action="Create key"
      pending="Creating…"
      ready={form.name.trim() !== ''}
      reset={() => {
        setForm(BLANK);
        create.reset();
      }}
      submit={(why) => create.mutateAsync({ ...form, name: form.name.trim(), project: project.id, ...why })}
      staysOpen
      outcome={
        made && {
          title: `The key “${made.name}”`,
          description: 'Copy it now: it is shown this once and stored only as a hash.',
          content: <ShownOnce secret={made.key} copy="Copy key" testId="new-key" />,
        }
      }
    >
      <NameField
        hint="What will call with it, such as indexer-prod."
        value={form.name}
        onChange={(name) => setForm({ ...form, name })}
      />
      <FallbackSwitch
        checked={form.allowFallback}
        onChange={(allowFallback) => setForm({ ...form, allowFallback })}
      />
    </FormDialog>
  );
}
