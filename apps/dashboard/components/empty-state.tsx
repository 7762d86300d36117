import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** Where nothing is yet: what would stand here, and how to begin. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="overflow-hidden rounded-plate border border-dashed border-line-strong/70">
      <div aria-hidden className="ruler-x h-2 opacity-60" />
      <div className="grid justify-items-center px-6 py-12 text-center">
        <Icon aria-hidden className="size-7 text-soft" strokeWidth={1.5} />
        <h2 className="mt-3 font-semibold text-[15px]">{title}</h2>
        <p className="mt-1 max-w-[52ch] text-pretty text-soft">{children}</p>
        {action ? <div className="mt-5">{action}</div> : null}
      </div>
    </div>
  );
}
