import { Search, X } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Input, Select } from '@/components/ui/field.tsx';
import { KIND_NAMES, STATE_NAMES } from '@/lib/spend/attempts.ts';
import { LINE_FILTER_NAMES, readSearch } from '@/lib/spend/filter.ts';
import type { SpendParams } from './search-params.ts';

interface LineFiltersProps {
  params: SpendParams;
  onChange: (change: Partial<SpendParams>) => void;
}

const SEARCHED = ['correlation', 'request', 'error'] as const;

/** What only the ledger's lines are narrowed by. The field takes whatever id or code somebody has at hand. */
export function LineFilters({ params, onChange }: LineFiltersProps) {
  const field = useId();
  const searched = SEARCHED.find((name) => params[name] !== null);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Select
        aria-label="State"
        className="w-36"
        value={params.state ?? ''}
        onChange={(event) => onChange({ state: (event.target.value || null) as SpendParams['state'] })}
      >
        <option value="">All states</option>
        {Object.entries(STATE_NAMES).map(([value, { name }]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Kind"
        className="w-48"
        value={params.kind ?? ''}
        onChange={(event) => onChange({ kind: (event.target.value || null) as SpendParams['kind'] })}
      >
        <option value="">All kinds</option>
        {Object.entries(KIND_NAMES).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Select>
      <form
        className="flex min-w-0 grow basis-64 gap-2 sm:max-w-md"
        onSubmit={(event) => {
          event.preventDefault();
          const text = new FormData(event.currentTarget).get('search');
          const search = readSearch(typeof text === 'string' ? text : '');
          onChange(search ?? { correlation: null, request: null, error: null });
        }}
      >
        <label htmlFor={field} className="sr-only">
          Correlation id, request id or error code
        </label>
        <Input
          id={field}
          key={searched === undefined ? '' : params[searched]}
          name="search"
          placeholder="Correlation id, request id or error code"
          defaultValue={searched === undefined ? '' : (params[searched] ?? '')}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
        />
        <Button type="submit" aria-label="Find" className="px-3">
          <Search aria-hidden />
        </Button>
      </form>
      {searched === undefined ? null : (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => onChange({ correlation: null, request: null, error: null })}
        >
          <X aria-hidden />
          {LINE_FILTER_NAMES[searched]}
        </Button>
      )}
    </div>
  );
}
