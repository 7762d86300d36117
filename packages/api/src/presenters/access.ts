import type { AccessKey, Project } from '@weighbridge/db';
import type { z } from 'zod';
import type { accessKey as accessKeySchema, project as projectSchema } from '../schemas/access.ts';
import { instant, instantOrNull } from './instant.ts';

export function project(row: Project): z.infer<typeof projectSchema> {
  return { ...row, createdAt: instant(row.createdAt) };
}

export function accessKey(row: AccessKey): z.infer<typeof accessKeySchema> {
  return {
    id: row.id,
    project: row.projectId,
    name: row.name,
    last4: row.last4,
    allowFallback: row.allowFallback,
    createdAt: instant(row.createdAt),
    revokedAt: instantOrNull(row.revokedAt),
    lastUsedAt: instantOrNull(row.lastUsedAt),
  };
}
