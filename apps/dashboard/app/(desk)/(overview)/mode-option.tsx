import { Lock } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import type { Ref } from 'react';
import { cn } from '@/lib/class-names.ts';
import { MODE_MEANINGS, MODE_NAMES, type Mode } from '@/lib/mode/mode.ts';

interface ModeOptionProps {
  ref: Ref<HTMLButtonElement>;
  mode: Mode;
  /** Whether switching to it would be accepted now. It can be chosen either way: the dialog then says what to do. */
  allowed: boolean;
  checked: boolean;
}

export function ModeOption({ ref, mode, allowed, checked }: ModeOptionProps) {
  return (
    <ToggleGroup.Item
      ref={ref}
      value={mode}
      aria-labelledby={`mode-${mode}-name`}
      aria-describedby={`mode-${mode}-meaning`}
      data-mode={mode}
      className={cn(
        'group relative rounded-lg border-2 px-2.5 py-2 text-left transition-colors sm:px-4 sm:py-3',
        checked
          ? 'border-mode-fill bg-mode-fill text-mode-on'
          : 'border-line bg-ground hover:border-mode/60 hover:bg-mode-tint',
      )}
    >
      <span className="flex items-center gap-2 sm:gap-2.5">
        <span
          aria-hidden
          className={cn(
            'grid size-4.5 shrink-0 place-items-center rounded-full border-2',
            checked ? 'border-mode-on' : 'border-line-strong group-hover:border-mode',
          )}
        >
          {checked ? <span className="size-2 rounded-full bg-mode-on" /> : null}
        </span>
        <span id={`mode-${mode}-name`} className="font-semibold text-base leading-6">
          {MODE_NAMES[mode]}
        </span>
        {allowed || checked ? null : (
          <span className="ml-auto flex items-center gap-1.5 text-[13px] text-soft">
            <Lock aria-hidden className="size-3.5 shrink-0" />
            <span className="max-sm:sr-only">not ready</span>
          </span>
        )}
      </span>
      {/* On a phone only what the mode in force means is written out, below all three. */}
      <span
        id={`mode-${mode}-meaning`}
        className={cn(
          'mt-1 block text-pretty text-[13px] leading-[18px] max-sm:sr-only',
          !checked && 'text-soft',
        )}
      >
        {MODE_MEANINGS[mode]}
      </span>
    </ToggleGroup.Item>
  );
}
