import { Badge } from '@/components/ui/badge.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import type { AccessKey, Project } from '@/lib/trpc/types.ts';
import { CreateKey } from './create-key.tsx';
import { KeyTable } from './key-table.tsx';
import { ProjectDialog } from './project-dialog.tsx';

export function ProjectCard({ project, keys }: { project: Project; keys: AccessKey[] }) {
  const id = `project-${project.id}`;
  return (
    <Card aria-labelledby={id}>
      <CardHeader
        id={id}
        title={project.name}
        note={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-mono text-xs">{project.id}</span>
            {project.allowFallback ? <Badge>may fall back</Badge> : null}
            {project.tooLong === 'error' ? null : (
              <Badge>{project.tooLong === 'split' ? 'long texts split' : 'long texts truncated'}</Badge>
            )}
            {project.splitLargeCalls ? null : <Badge>large calls refused</Badge>}
          </span>
        }
        action={
          <p className="flex gap-2">
            <ProjectDialog project={project} />
            <CreateKey project={project} />
          </p>
        }
      />
      {keys.length > 0 ? (
        <KeyTable project={project} keys={keys} />
      ) : (
        <p className="border-line/70 border-t pt-3 text-soft">
          No key yet. Create one for each program that calls, so that any of them can be revoked alone.
        </p>
      )}
    </Card>
  );
}
