import { Skeleton } from '@/components/ui/skeleton.tsx';

export function OverviewSkeleton() {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        <Skeleton className="h-44" />
        <Skeleton className="h-44" />
        <Skeleton className="h-44" />
      </div>
      <Skeleton className="h-76" />
      <Skeleton className="h-80" />
    </>
  );
}
