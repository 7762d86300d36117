import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { status as statusSchema } from '../../schemas/keeping.ts';

/** Backups and checks that go on now, and what the last check found. */
export async function status(ctx: AdminContext): Promise<z.infer<typeof statusSchema>> {
  const { keeping } = ctx.services;
  const { lastCheck } = keeping;
  return {
    running: keeping.running().map(({ kind, startedAt, progress }) => ({
      kind,
      startedAt: instant(startedAt),
      step: progress?.step ?? null,
      bytes: progress?.bytes ?? null,
      totalBytes: progress?.totalBytes ?? null,
    })),
    lastCheck: lastCheck ? { ...lastCheck, at: instant(lastCheck.at) } : null,
  };
}
