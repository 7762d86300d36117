'use client';

import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, Input } from '@/components/ui/field.tsx';
import type { Provider } from '@/lib/trpc/types.ts';
import { Fact } from './provider-card.tsx';
import { useConfigure } from './use-configure.ts';

const SOURCES: Readonly<Record<Provider['baseUrlSource'], string>> = {
  environment:
    'from OPENAI_BASE_URL, which wins over what is stored here. Unset it and start again to set the URL in the dashboard.',
  stored: 'stored here',
  default: 'the official API',
  none: '',
};

/** Where the provider is reached; another address is another vector space. */
export function BaseUrlSetting({ provider }: { provider: Provider }) {
  return (
    <Fact
      name="Base URL"
      action={<ChangeBaseUrl provider={provider} disabled={provider.baseUrlSource === 'environment'} />}
    >
      <span className="break-all font-mono text-[13px]">{provider.baseUrl ?? '–'}</span>
      <span className="block text-[13px] text-soft">{SOURCES[provider.baseUrlSource]}</span>
    </Fact>
  );
}

function ChangeBaseUrl({ provider, disabled }: { provider: Provider; disabled: boolean }) {
  const stored = provider.baseUrlSource === 'stored' ? (provider.baseUrl ?? '') : '';
  const [url, setUrl] = useState(stored);
  const configure = useConfigure('The base URL is stored. It is used from the next call on.');
  return (
    <FormDialog
      trigger={
        <Button size="sm" disabled={disabled}>
          Change
        </Button>
      }
      title="Change the base URL"
      description="The address is part of the vector space: after a change, calls and files pinned to the space in force now are refused until you change it back."
      action="Store URL"
      pending="Storing…"
      reset={() => setUrl(stored)}
      submit={(why) => configure.mutateAsync({ provider: 'openai', baseUrl: url.trim() || null, ...why })}
    >
      <Field label="Base URL" optional hint="Leave it empty for the official API.">
        {(control) => (
          <Input
            {...control}
            type="url"
            inputMode="url"
            placeholder="https://api.openai.com/v1"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
