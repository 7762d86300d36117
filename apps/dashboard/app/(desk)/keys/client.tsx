'use client';

import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '@/components/page-header.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { ProjectCard } from './project-card.tsx';
import { ProjectDialog } from './project-dialog.tsx';

export function Keys() {
  const trpc = useTRPC();
  const projects = useQuery(trpc.projects.list.queryOptions());
  const keys = useQuery(trpc.keys.list.queryOptions());
  const error = projects.error ?? keys.error;
  return (
    <>
      <PageHeader
        title="Keys"
        note="Callers show an access key in place of a provider’s. A project shares a cache, settings and a bill; no project learns what another embedded."
        action={<ProjectDialog />}
      />
      {projects.data && keys.data ? (
        <div className="grid gap-5">
          {projects.data.map((project) => (
            <ProjectCard
              key={project.id}
              project={project}
              keys={keys.data.filter((key) => key.project === project.id)}
            />
          ))}
        </div>
      ) : error ? (
        <QueryError
          what="keys"
          error={error}
          retry={() => {
            void projects.refetch();
            void keys.refetch();
          }}
        />
      ) : (
        <Skeleton className="h-64" />
      )}
    </>
  );
}
