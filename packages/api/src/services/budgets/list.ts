import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { budget } from '../../presenters/budget.ts';
import { budgetForecast } from '../../presenters/budget-forecast.ts';
import type { listOutput } from '../../schemas/budgets.ts';
import { BudgetForecasts } from './forecast.ts';
import { statuses } from './status.ts';

export async function list(ctx: AdminContext): Promise<z.infer<typeof listOutput>> {
  const forecasts = new BudgetForecasts(ctx.services);
  return Promise.all(
    (await statuses(ctx)).map(async (status) => ({
      ...budget(status),
      forecast: budgetForecast(await forecasts.of(status)),
    })),
  );
}
