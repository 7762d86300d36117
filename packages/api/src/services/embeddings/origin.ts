import type { Project } from '@weighbridge/db';
import { type CallOrigin, InputError } from '@weighbridge/embeddings';
import type { CallerContext } from '../../context.ts';
import { findProject } from '../projects/index.ts';

/** Whom a call is for: an access key brings its project, an administrator names one (`default` when left out). */
export interface Origin extends CallOrigin {
  project: Project;
  /** Whether the access key itself allows the fallback; false for administrators. */
  keyAllowsFallback: boolean;
}

/** @throws NotFoundError for an unknown project; InputError when a key names another project than its own. */
export async function originOf(
  ctx: CallerContext,
  input: { project?: string | undefined; correlationId?: string | undefined },
): Promise<Origin> {
  const correlationId = input.correlationId ?? ctx.correlationId;
  const { caller } = ctx;
  if (caller.kind === 'admin') {
    const project = await findProject(ctx, input.project ?? 'default');
    return { project, projectId: project.id, keyId: null, correlationId, keyAllowsFallback: false };
  }
  const { project, key } = caller;
  if (input.project !== undefined && input.project !== project.id && input.project !== project.name) {
    throw new InputError(
      'INVALID_REQUEST',
      `This access key belongs to the project "${project.id}". Leave "project" out, or use a key of the other project.`,
      { field: 'project', project: project.id },
    );
  }
  return {
    project,
    projectId: project.id,
    keyId: key.id,
    correlationId,
    keyAllowsFallback: key.allowFallback,
  };
}
