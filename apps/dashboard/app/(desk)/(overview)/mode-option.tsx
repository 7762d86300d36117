import { Lock } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import type { Ref } from 'react';
import { SpaceLabel } from '@/components/space-label.tsx';
import { cn } from '@/lib/class-names.ts';
import { MODE_MEANINGS, MODE_NAMES, type Mode } from '@/lib/mode/mode.ts';

interface ModeOptionProps {
  ref: Ref<HTMLButtonElement>;
  mode: Mode;
  space: string;
  /** Whether switching to it would be accepted now. It can be chosen either way: the dialog then says what to do. */
  allowed: boolean;
  checked: boolean;
}

export function ModeOption({ ref, mode, space, allowed, checked }: ModeOptionProps) {
  return (
    <ToggleGroup.Item
      ref={ref}
      value={mode}
      aria-labelledby={`mode-${mode}-name`}
      aria-describedby={`mode-${mode}-meaning`}
      data-mode={mode}
      className={cn(
        'group relative flex min-h-32 flex-col rounded-lg border-2 p-4 text-left transition-colors',
        checked
          ? 'border-mode-fill bg-mode-fill text-mode-on'
          : 'border-line bg-ground hover:border-mode/60 hover:bg-mode-tint',
      )}
    >
      <span className="flex items-center gap-2.5">
        <span
          aria-hidden
          className={cn(
            'grid size-4.5 place-items-center rounded-full border-2',
            checked ? 'border-mode-on' : 'border-line-strong group-hover:border-mode',
          )}
        >
          {checked ? <span className="size-2 rounded-full bg-mode-on" /> : null}
        </span>
        <span id={`mode-${mode}-name`} className="font-semibold text-lg leading-6">
          {MODE_NAMES[mode]}
        </span>
        {allowed || checked ? null : (
          <span className="ml-auto flex items-center gap-1.5 text-[13px] text-soft">
            <Lock aria-hidden className="size-3.5" />
            not ready
          </span>
        )}
      </span>
      <span id={`mode-${mode}-meaning`} className="mt-2 flex grow flex-col justify-between gap-3">
        <span className={cn('text-pretty', !checked && 'text-soft')}>{MODE_MEANINGS[mode]}</span>
        <SpaceLabel space={space} className={checked ? '' : 'text-soft'} />
      </span>
    </ToggleGroup.Item>
  );
}
