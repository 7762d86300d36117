import { Skeleton } from '@/components/ui/skeleton.tsx';

export function OverviewSkeleton() {
  return (
    <>
      <div className="grid gap-5 xl:grid-cols-[minmax(0,2fr)_minmax(20rem,1fr)]">
        <div className="grid gap-5">
          <Skeleton className="h-36" />
          <Skeleton className="h-36" />
        </div>
        <Skeleton className="h-76" />
      </div>
      <Skeleton className="h-80" />
    </>
  );
}
