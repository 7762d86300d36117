import type { RouterOutputs } from '@weighbridge/client';
import { usageError } from '../command-line/cli-error.ts';
import { percent } from '../present/quantity.ts';
import { table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

type Budget = RouterOutputs['budgets']['create'];

const WINDOWS = ['hour', 'day', 'week', 'month', 'total'] as const;

/** `weighbridge budgets list`. JSON: an array. */
export async function listBudgets({ ask, terminal }: Desk): Promise<void> {
  const budgets = await ask((trpc) => trpc.budgets.list.query());
  terminal.result(budgets, () =>
    budgetTable(
      budgets,
      'No budgets. Set one: weighbridge budgets set --scope global --window day --limit-usd 0.50',
    ),
  );
}

export interface SetBudgetOptions {
  scope: string;
  window: string;
  limitUsd?: string;
  limitNanoUsd?: string;
  timeZone?: string;
  resetTime?: string;
  reason?: string;
}

/** `weighbridge budgets set`: creates the budget of a scope and window, or changes its limit. JSON: the budget. */
export async function setBudget({ ask, terminal }: Desk, options: SetBudgetOptions): Promise<void> {
  const window = WINDOWS.find((candidate) => candidate === options.window);
  if (!window) {
    throw usageError(`--window is "${options.window}"; write one of: ${WINDOWS.join(', ')}.`);
  }
  const limit = limitOf(options);
  const budget = await ask((trpc) =>
    trpc.budgets.set.mutate({
      scope: options.scope,
      window,
      ...limit,
      ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }),
      ...(options.resetTime === undefined ? {} : { resetTime: options.resetTime }),
      ...why(options),
    }),
  );
  terminal.result(budget, () => budgetTable([budget], ''));
}

/** `weighbridge budgets remove <id>|<scope> [window]`. JSON: `{ id, removed }`. */
export async function removeBudget(
  { ask, terminal }: Desk,
  budget: string,
  options: { reason?: string },
): Promise<void> {
  const removed = await ask((trpc) => trpc.budgets.remove.mutate({ id: budget, ...why(options) }));
  terminal.result(removed, () => `Budget ${budget} is removed.`);
}

function limitOf(options: SetBudgetOptions): { limitUsd: string } | { limitNanoUsd: string } {
  const { limitUsd, limitNanoUsd } = options;
  if (limitUsd !== undefined && limitNanoUsd === undefined) return { limitUsd };
  if (limitNanoUsd !== undefined && limitUsd === undefined) return { limitNanoUsd };
  throw usageError('Name the limit once: --limit-usd 0.50, or --limit-nano-usd 500000000.');
}

function budgetTable(budgets: readonly Budget[], empty: string): string {
  return table(
    budgets,
    [
      { title: 'ID', value: (budget) => budget.id },
      { title: 'SCOPE', value: (budget) => budget.scope },
      { title: 'WINDOW', value: (budget) => budget.window },
      { title: 'LIMIT', value: (budget) => budget.limit, align: 'right' },
      { title: 'SETTLED', value: (budget) => budget.settled, align: 'right' },
      { title: 'HELD', value: (budget) => budget.held, align: 'right' },
      { title: 'UNCERTAIN', value: (budget) => budget.uncertain, align: 'right' },
      { title: 'LEFT', value: (budget) => budget.left, align: 'right' },
      { title: 'USED', value: (budget) => percent(budget.used), align: 'right' },
      { title: 'RESETS', value: (budget) => budget.resetsAt ?? 'never' },
    ],
    empty,
  );
}
