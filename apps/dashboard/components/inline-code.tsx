import { cn } from '@/lib/class-names.ts';

/** Prose with `code` in backticks, as the gateway writes its messages. */
export function InlineCode({ text, className }: { text: string; className?: string }) {
  const parts = text.split('`').map((part, index) => ({ part, code: index % 2 === 1, at: index }));
  return (
    <span className={cn('break-words', className)}>
      {parts.map(({ part, code, at }) =>
        code ? (
          <code key={at} className="rounded bg-ink/8 px-1 py-px font-mono text-[0.92em]">
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </span>
  );
}
