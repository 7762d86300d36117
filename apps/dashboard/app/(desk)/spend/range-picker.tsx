import { useNow, useTimeZone } from '@/components/clock.tsx';
import { Input } from '@/components/ui/field.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import type { Range } from '@/lib/spend/range.ts';
import { addDays, dateAt } from '@/lib/time/zone.ts';
import type { SpendParams } from './search-params.ts';

interface RangePickerProps {
  params: SpendParams;
  onChange: (change: Partial<SpendParams>) => void;
}

const OPTIONS: readonly { value: Range; label: string }[] = [
  { value: '24h', label: '24 h' },
  { value: '7d', label: '7 days' },
  { value: '30d', label: '30 days' },
  { value: '12m', label: '12 months' },
  { value: 'custom', label: 'Custom' },
];

export function RangePicker({ params, onChange }: RangePickerProps) {
  const today = dateAt(useNow(), useTimeZone());
  const dates = { from: params.from ?? addDays(today, -6), to: params.to ?? today };
  return (
    <div className="flex flex-wrap items-center gap-3">
      {params.range === 'custom' ? (
        <div className="flex items-center gap-2 text-[13px] text-soft">
          <Input
            type="date"
            aria-label="First day"
            className="w-37"
            max={today}
            value={dates.from}
            onChange={(event) => onChange({ from: event.target.value || null })}
          />
          to
          <Input
            type="date"
            aria-label="Last day"
            className="w-37"
            max={today}
            value={dates.to}
            onChange={(event) => onChange({ to: event.target.value || null })}
          />
        </div>
      ) : null}
      <Segmented
        label="Look back"
        value={params.range}
        options={OPTIONS}
        onChange={(range) =>
          onChange(range === 'custom' ? { range, ...dates } : { range, from: null, to: null })
        }
      />
    </div>
  );
}
