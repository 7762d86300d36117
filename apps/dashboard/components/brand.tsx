import { cn } from '@/lib/class-names.ts';

/** The dial over the deck: its needle takes the colour of the mode. */
function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden="true" className={cn('size-8', className)}>
      <path d="M5 19a11 11 0 0 1 22 0" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
      <path
        d="M16 10.6v2M9.9 13.1l1.4 1.4M22.1 13.1l-1.4 1.4"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
      <path
        d="M16 19l6.2-5.4"
        stroke="var(--mode)"
        strokeWidth="2.4"
        strokeLinecap="round"
        className="dark:stroke-[var(--mode-fill)]"
      />
      <circle cx="16" cy="19" r="2.1" fill="var(--mode)" />
      <path d="M3 25.2h26" stroke="currentColor" strokeWidth="2.8" strokeLinecap="round" />
      <path d="M7.5 25.2v3M24.5 25.2v3" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5">
      <Mark className="size-7" />
      <span className="font-semibold text-[16px] tracking-[-0.015em]">Weighbridge</span>
    </span>
  );
}
