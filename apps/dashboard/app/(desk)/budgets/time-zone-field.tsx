'use client';

import { useId, useMemo } from 'react';
import { useTimeZone } from '@/components/clock.tsx';
import { Field, Input } from '@/components/ui/field.tsx';

/** An IANA time zone, with the browser's own list to choose from. */
export function TimeZoneField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const list = useId();
  const local = useTimeZone();
  const zones = useMemo(
    () =>
      ['UTC', local, ...Intl.supportedValuesOf('timeZone')].filter(
        (zone, at, all) => all.indexOf(zone) === at,
      ),
    [local],
  );
  return (
    <Field label="Time zone">
      {(control) => (
        <>
          <Input
            {...control}
            list={list}
            required
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <datalist id={list}>
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
