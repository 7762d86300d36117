'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { CopyButton } from '@/components/copy-button.tsx';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { ReasonField, reasonOf } from '@/components/reason-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog.tsx';
import { Field, Input } from '@/components/ui/field.tsx';
import { SwitchField } from '@/components/ui/switch.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Project } from '@/lib/trpc/types.ts';

const BLANK = { name: '', allowFallback: false, reason: '' };

export function CreateKey({ project }: { project: Project }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState(BLANK);
  const create = useMutation(
    trpc.keys.create.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries(trpc.keys.pathFilter()),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { name, allowFallback, reason } = form;
    create.mutate({ name: name.trim(), project: project.id, allowFallback, ...reasonOf(reason) });
  };
  const made = create.data;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setForm(BLANK);
        create.reset();
      }}
    >
      <DialogTrigger asChild>
        <Button size="sm">
          <Plus aria-hidden />
          New key<span className="sr-only"> in {project.name}</span>
        </Button>
      </DialogTrigger>
      <DialogContent
        title={made ? `The key “${made.name}”` : `New key in ${project.name}`}
        description={
          made
            ? 'Copy it now: it is shown this once and stored only as a hash.'
            : 'It can embed, quote and count for this project, and nothing else.'
        }
        onInteractOutside={(event) => {
          // A click beside the dialog must not lose a key that nobody has copied yet.
          if (made) event.preventDefault();
        }}
      >
        {made ? (
          <>
            <p
              className="break-all rounded-md border bg-inset px-3 py-2.5 font-mono text-[13px]"
              data-testid="new-key"
            >
              {made.key}
            </p>
            <DialogActions>
              <DialogClose asChild>
                <Button>Done</Button>
              </DialogClose>
              <CopyButton text={made.key} label="Copy key" prominent />
            </DialogActions>
          </>
        ) : (
          <form onSubmit={submit} className="grid gap-4">
            <Field label="Name" hint="What will call with it, such as indexer-prod.">
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
              label="May fall back"
              hint="In hybrid mode its calls may be answered by the mock, and say so."
              checked={form.allowFallback}
              onCheckedChange={(allowFallback) => setForm({ ...form, allowFallback })}
            />
            <ReasonField value={form.reason} onChange={(reason) => setForm({ ...form, reason })} />
            <MutationError error={create.error} />
            <DialogActions>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
              <Button type="submit" variant="primary" disabled={create.isPending || !form.name.trim()}>
                {create.isPending ? 'Creating…' : 'Create key'}
              </Button>
            </DialogActions>
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}
