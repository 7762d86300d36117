'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { FallbackSwitch } from '@/components/fallback-switch.tsx';
import { FormDialog } from '@/components/form-dialog.tsx';
import { NameField } from '@/components/name-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, Select } from '@/components/ui/field.tsx';
import { SwitchField } from '@/components/ui/switch.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Project } from '@/lib/trpc/types.ts';

type TooLong = Project['tooLong'];

const BLANK = { name: '', splitLargeCalls: true, allowFallback: false, tooLong: 'error' as TooLong };

const TOO_LONG_HINT: Record<TooLong, string> = {
  error: 'The call fails and names them; nothing is sent or charged.',
  truncate:
    'What goes beyond the last token is cut off, is not paid for, and the answer says how much it was.',
  split: 'All of it is paid for, in windows; the vector is their average, weighted by tokens.',
};

/** Creates a project, or edits the one that is given. */
export function ProjectDialog({ project }: { project?: Project }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const first = project ?? BLANK;
  const [form, setForm] = useState(first);
  const create = useMutation(trpc.projects.create.mutationOptions());
  const update = useMutation(trpc.projects.update.mutationOptions());
  return (
    <FormDialog
      trigger={
        project ? (
          <Button size="sm">
            Edit<span className="sr-only"> {project.name}</span>
          </Button>
        ) : (
          <Button variant="primary">
            <Plus aria-hidden />
            New project
          </Button>
        )
      }
      title={project ? `Edit ${project.name}` : 'New project'}
      action={project ? 'Save changes' : 'Create project'}
      ready={form.name.trim() !== ''}
      reset={() => setForm(first)}
      submit={async (why) => {
        const { splitLargeCalls, allowFallback, tooLong } = form;
        const input = { name: form.name.trim(), splitLargeCalls, allowFallback, tooLong, ...why };
        if (project) await update.mutateAsync({ id: project.id, ...input });
        else await create.mutateAsync(input);
        await queryClient.invalidateQueries(trpc.projects.pathFilter());
        toast.success(project ? 'The project is changed.' : 'The project is created.');
      }}
    >
      <NameField
        hint={project ? undefined : 'Its id is made from the name and never changes.'}
        value={form.name}
        onChange={(name) => setForm({ ...form, name })}
      />
      <SwitchField
        label="Split large calls"
        hint="A call larger than one request may be is split; otherwise it is refused, as the provider would."
        checked={form.splitLargeCalls}
        onCheckedChange={(splitLargeCalls) => setForm({ ...form, splitLargeCalls })}
      />
      <Field label="Texts longer than the model takes" hint={TOO_LONG_HINT[form.tooLong]}>
        {(control) => (
          <Select
            {...control}
            value={form.tooLong}
            onChange={(event) => setForm({ ...form, tooLong: event.target.value as TooLong })}
          >
            <option value="error">are refused</option>
            <option value="truncate">are truncated</option>
            <option value="split">are split and averaged</option>
          </Select>
        )}
      </Field>
      <FallbackSwitch
        checked={form.allowFallback}
        onChange={(allowFallback) => setForm({ ...form, allowFallback })}
      />
    </FormDialog>
  );
}
