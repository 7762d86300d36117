'use client';

import { NameField } from '@/components/name-field.tsx';
import { Field, Input, Select } from '@/components/ui/field.tsx';
import type { Webhook } from '@/lib/trpc/types.ts';

export type WebhookChoices = Pick<Webhook, 'name' | 'url' | 'format' | 'minSeverity'>;

interface WebhookFieldsProps {
  choices: WebhookChoices;
  /** What is stored of the one that is edited. */
  stored: Webhook | undefined;
  onChange: (choices: Partial<WebhookChoices>) => void;
}

export function WebhookFields({ choices, stored, onChange }: WebhookFieldsProps) {
  const keepsAddress = stored !== undefined && choices.url.trim() === '';
  return (
    <>
      <NameField
        hint="Who or what gets the alerts, such as pager."
        value={choices.name}
        onChange={(name) => onChange({ name })}
      />
      <Field
        label="Address"
        optional={stored !== undefined}
        hint={
          stored ? (
            <>
              Empty keeps <span className="break-all font-mono">{stored.url}</span>.
            </>
          ) : (
            'It is stored encrypted. Redirects are not followed.'
          )
        }
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            required={stored === undefined}
            maxLength={2000}
            autoComplete="off"
            placeholder="https://example.com/hooks/weighbridge"
            value={choices.url}
            onChange={({ target }) => onChange({ url: target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Form"
          hint={keepsAddress ? 'Changes with the address.' : 'Mattermost takes Slack’s too.'}
        >
          {(control) => (
            <Select
              {...control}
              disabled={keepsAddress}
              value={choices.format}
              onChange={({ target }) => onChange({ format: target.value === 'slack' ? 'slack' : 'generic' })}
            >
              <option value="generic">JSON, signed</option>
              <option value="slack">Slack</option>
            </Select>
          )}
        </Field>
        <Field label="Sends">
          {(control) => (
            <Select
              {...control}
              value={choices.minSeverity}
              onChange={({ target }) => onChange({ minSeverity: target.value as Webhook['minSeverity'] })}
            >
              <option value="info">every alert</option>
              <option value="warning">warnings and worse</option>
              <option value="critical">critical ones only</option>
            </Select>
          )}
        </Field>
      </div>
    </>
  );
}
