'use client';

import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { FormDialog } from '@/components/form-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, Input } from '@/components/ui/field.tsx';
import type { Mode } from '@/lib/mode/mode.ts';
import type { Provider } from '@/lib/trpc/types.ts';
import { Fact } from './provider-card.tsx';
import { useConfigure } from './use-configure.ts';

/** The provider's key: never shown again, only its last four characters. */
export function KeySetting({ provider, mode }: { provider: Provider; mode: Mode }) {
  const fromEnvironment = provider.keySource === 'environment';
  return (
    <Fact
      name="API key"
      action={
        <>
          <SetKey has={provider.keyLast4 !== null} disabled={fromEnvironment} />
          {provider.keyLast4 !== null && !fromEnvironment ? <ForgetKey mode={mode} /> : null}
        </>
      }
    >
      {provider.keyLast4 === null ? (
        <span className="text-soft">none set</span>
      ) : (
        <>
          <span className="font-mono text-[13px]">…{provider.keyLast4}</span>
          <span className="block text-[13px] text-soft">
            {fromEnvironment
              ? 'from OPENAI_API_KEY, which wins over what is stored here. Unset it and start again to set the key in the dashboard.'
              : 'stored here, encrypted'}
          </span>
        </>
      )}
    </Fact>
  );
}

function SetKey({ has, disabled }: { has: boolean; disabled: boolean }) {
  const [apiKey, setApiKey] = useState('');
  const configure = useConfigure('The key is stored. It is used from the next call on.');
  return (
    <FormDialog
      trigger={
        <Button size="sm" disabled={disabled}>
          {has ? 'Replace key' : 'Set key'}
        </Button>
      }
      title={has ? 'Replace the API key' : 'Set the API key'}
      description="It is encrypted at rest and never shown again; only its last four characters are."
      action="Store key"
      pending="Storing…"
      reset={() => setApiKey('')}
      submit={(why) => configure.mutateAsync({ provider: 'openai', apiKey: apiKey.trim(), ...why })}
    >
      <Field label="API key" hint="Such as sk-…, from your provider’s console.">
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="off"
            required
            minLength={8}
            maxLength={512}
            value={apiKey}
            onChange={(event) => setApiKey(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

function ForgetKey({ mode }: { mode: Mode }) {
  const configure = useConfigure('The key is forgotten.');
  return (
    <ConfirmDialog
      trigger={<Button size="sm">Forget</Button>}
      title="Forget the API key?"
      description={
        mode === 'mock'
          ? 'Real and hybrid cannot be switched on until another key is set. Nothing else changes.'
          : `Mode ${mode} is in force: from the next call on, everything that the cache cannot answer is refused until another key is set.`
      }
      action="Forget key"
      confirm={(why) => configure.mutateAsync({ provider: 'openai', apiKey: null, ...why })}
    />
  );
}
