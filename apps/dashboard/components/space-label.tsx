import { cn } from '@/lib/class-names.ts';
import { spaceParts } from '@/lib/format/space.ts';

/** A vector space; the endpoint is set off, since it alone tells a stand-in from the real thing. */
export function SpaceLabel({ space, className }: { space: string; className?: string }) {
  const parts = spaceParts(space);
  return (
    <span className={cn('font-mono text-[12.5px] wrap-anywhere', className)} title="Vector space">
      {parts ? (
        <>
          <b className="font-semibold">{parts.endpoint}</b>/<wbr />
          {parts.model}/<wbr />
          {parts.dimensions}
        </>
      ) : (
        space
      )}
    </span>
  );
}
