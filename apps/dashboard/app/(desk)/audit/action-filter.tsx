import { Select } from '@/components/ui/field.tsx';
import { ACTIONS } from './actions.ts';

interface ActionFilterProps {
  action: string | null;
  onChange: (action: string | null) => void;
}

export function ActionFilter({ action, onChange }: ActionFilterProps) {
  // An action from a link that this version has no name for stays choosable.
  const known = action === null || action in ACTIONS;
  return (
    <Select
      aria-label="Kind of change"
      className="w-56"
      value={action ?? ''}
      onChange={(event) => onChange(event.target.value || null)}
    >
      <option value="">All changes</option>
      {Object.entries(ACTIONS).map(([value, { name }]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
      {known ? null : <option value={action}>{action}</option>}
    </Select>
  );
}
