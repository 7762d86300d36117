import { TriangleAlert } from 'lucide-react';
import { InlineCode } from '@/components/inline-code.tsx';
import { explain } from '@/lib/trpc/error.ts';

/** Why something was not done, beside the button that asked for it. Renders nothing without an error. */
export function MutationError({ error }: { error: unknown }) {
  if (!error) return null;
  const { code, message } = explain(error);
  return (
    <div role="alert" className="mt-4 flex gap-2.5 rounded-md bg-bad-tint p-3 text-[13px]">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div>
        <p>
          <InlineCode text={message} />
        </p>
        <p className="mt-1 font-mono text-soft text-xs">{code}</p>
      </div>
    </div>
  );
}
