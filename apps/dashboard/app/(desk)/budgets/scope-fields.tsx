'use client';

import { useState } from 'react';
import { type ScopeKind, useScopeTargets } from '@/components/budgets/use-scopes.ts';
import { Field, Input, Select } from '@/components/ui/field.tsx';

const KINDS: readonly { value: ScopeKind; label: string }[] = [
  { value: 'global', label: 'Everything' },
  { value: 'project', label: 'A project' },
  { value: 'key', label: 'An access key' },
  { value: 'tag', label: 'A tag' },
  { value: 'provider', label: 'A provider' },
  { value: 'model', label: 'A model' },
];

/** What a budget limits. Answers the scope as the API names it; empty while there is nothing to choose. */
export function ScopeFields({
  scope,
  kinds,
  onChange,
}: {
  scope: string;
  /** Which kinds can be chosen; all of them when left out. */
  kinds?: readonly ScopeKind[];
  onChange: (scope: string) => void;
}) {
  const targets = useScopeTargets();
  const [kind, setKind] = useState<ScopeKind>('global');
  const choices = kind === 'global' || kind === 'tag' ? [] : targets[kind];
  const choose = (next: ScopeKind) => {
    setKind(next);
    const first = next === 'global' || next === 'tag' ? undefined : targets[next][0];
    onChange(next === 'global' ? 'global' : first ? `${next}:${first.id}` : '');
  };
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Limits">
        {(control) => (
          <Select {...control} value={kind} onChange={(event) => choose(event.target.value as ScopeKind)}>
            {KINDS.filter(({ value }) => kinds?.includes(value) ?? true).map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {kind === 'tag' ? (
        <Field label="Which" hint="As calls name it, such as team:search.">
          {(control) => (
            <Input
              {...control}
              required
              autoComplete="off"
              value={scope.slice('tag:'.length)}
              onChange={({ target }) => onChange(target.value.trim() === '' ? '' : `tag:${target.value}`)}
            />
          )}
        </Field>
      ) : null}
      {kind === 'global' || kind === 'tag' ? null : (
        <Field label="Which" hint={choices.length === 0 ? 'There is none yet.' : undefined}>
          {(control) => (
            <Select
              {...control}
              disabled={choices.length === 0}
              value={scope}
              onChange={(event) => onChange(event.target.value)}
            >
              {choices.map((choice) => (
                <option key={choice.id} value={`${kind}:${choice.id}`}>
                  {choice.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}
