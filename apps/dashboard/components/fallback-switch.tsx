import { SwitchField } from '@/components/ui/switch.tsx';

interface FallbackSwitchProps {
  checked: boolean;
  onChange: (allowFallback: boolean) => void;
}

/** Whether calls of a key or a project may be answered by the fallback. */
export function FallbackSwitch({ checked, onChange }: FallbackSwitchProps) {
  return (
    <SwitchField
      label="May fall back"
      hint="In hybrid mode its calls may be answered by the mock, and say so."
      checked={checked}
      onCheckedChange={onChange}
    />
  );
}
