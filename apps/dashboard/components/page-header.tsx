import type { ReactNode } from 'react';

interface PageHeaderProps {
  title: string;
  note: string;
  action?: ReactNode;
}

export function PageHeader({ title, note, action }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-4">
      <div>
        <h1 className="font-semibold text-[26px] leading-8 tracking-[-0.02em]">{title}</h1>
        <p className="mt-1 max-w-[62ch] text-pretty text-soft">{note}</p>
      </div>
      {action}
    </header>
  );
}
