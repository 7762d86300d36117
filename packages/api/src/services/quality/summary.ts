import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { summaryInput, summaryOutput } from '../../schemas/quality.ts';
import { findProject } from '../projects/index.ts';

/** How the vectors of the last hours fared. @throws NotFoundError for the project */
export async function summary(
  ctx: AdminContext,
  input: z.infer<typeof summaryInput>,
): Promise<z.infer<typeof summaryOutput>> {
  const { stores, clock } = ctx.services;
  const project = input.project === undefined ? undefined : await findProject(ctx, input.project);
  const to = clock.now() + 1;
  const from = to - input.hours * 60 * 60 * 1000;
  const sums = await stores.quality.summary({
    from,
    to,
    ...(project === undefined ? {} : { projectId: project.id }),
  });
  return {
    from: instant(from),
    to: instant(to),
    inspected: sums.inspected,
    passed: sums.passed,
    warned: sums.warned,
    failed: sums.failed,
    passRate: sums.inspected === 0 ? null : sums.passed / sums.inspected,
    inspectMicrosPerVector: sums.inspectMicrosPerVector,
    byCode: sums.byCode,
  };
}
