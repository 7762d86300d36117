import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { budget } from '../../presenters/budget.ts';
import type { listOutput } from '../../schemas/budgets.ts';
import { statuses } from './status.ts';

export async function list(ctx: AdminContext): Promise<z.infer<typeof listOutput>> {
  return (await statuses(ctx)).map(budget);
}
