'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { ReasonField, reasonOf } from '@/components/reason-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog.tsx';
import { Field, Input, Select } from '@/components/ui/field.tsx';
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
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState({ ...(project ?? BLANK), reason: '' });
  const done = async () => {
    await queryClient.invalidateQueries(trpc.projects.pathFilter());
    toast.success(project ? 'The project is changed.' : 'The project is created.');
    setOpen(false);
  };
  const create = useMutation(trpc.projects.create.mutationOptions({ onSuccess: done }));
  const update = useMutation(trpc.projects.update.mutationOptions({ onSuccess: done }));
  const change = project ? update : create;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { splitLargeCalls, allowFallback, tooLong } = form;
    const input = {
      name: form.name.trim(),
      splitLargeCalls,
      allowFallback,
      tooLong,
      ...reasonOf(form.reason),
    };
    if (project) update.mutate({ id: project.id, ...input });
    else create.mutate(input);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setForm({ ...(project ?? BLANK), reason: '' });
        change.reset();
      }}
    >
      <DialogTrigger asChild>
        {project ? (
          <Button size="sm">
            Edit<span className="sr-only"> {project.name}</span>
          </Button>
        ) : (
          <Button variant="primary">
            <Plus aria-hidden />
            New project
          </Button>
        )}
      </DialogTrigger>
      <DialogContent title={project ? `Edit ${project.name}` : 'New project'}>
        <form onSubmit={submit} className="grid gap-4">
          <Field label="Name" hint={project ? undefined : 'Its id is made from the name and never changes.'}>
            {(control) => (
              <Input
                {...control}
                required
                maxLength={100}
                autoComplete="off"
                value={form.name}
                onChange={(event) => setForm({ ...form, name: event.target.value })}
              />
            )}
          </Field>
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
          <SwitchField
            label="May fall back"
            hint="In hybrid mode its calls may be answered by the mock, and say so."
            checked={form.allowFallback}
            onCheckedChange={(allowFallback) => setForm({ ...form, allowFallback })}
          />
          <ReasonField value={form.reason} onChange={(reason) => setForm({ ...form, reason })} />
          <MutationError error={change.error} />
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={change.isPending || !form.name.trim()}>
              {project ? 'Save changes' : 'Create project'}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
