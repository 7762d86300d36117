import { cn } from '@/lib/class-names.ts';
import { spaceParts } from '@/lib/format/space.ts';

/** A vector space; the endpoint is set off, since it alone tells a stand-in from the real thing. */
export function SpaceLabel({ space, className }: { space: string; className?: string }) {
  const parts = spaceParts(space);
  return (
    <span className={cn('break-all font-mono text-[12.5px]', className)} title="Vector space">
      {parts ? (
        <>
          <b className="font-semibold">{parts.endpoint}</b>/{parts.model}/{parts.dimensions}
        </>
      ) : (
        space
      )}
    </span>
  );
}
