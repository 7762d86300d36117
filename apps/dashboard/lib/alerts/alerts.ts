import { type BudgetFacts, budgetFor, tightOthers } from '../budget/select.ts';
import { formatUsd } from '../format/money.ts';
import { counted, formatShare } from '../format/quantity.ts';

/** Something that needs a look and that no reading on the overview says. */
export interface Alert {
  id: string;
  tone: 'bad' | 'warn';
  /** What it is about. */
  subject: string;
  /** What is the matter, as the rest of the sentence. */
  text: string;
  /** When it ends by itself; undefined where that is no question. */
  resetsAt: string | null | undefined;
  /** Whether the Budgets page is where to act. */
  budget: boolean;
}

export interface AlertBudget extends BudgetFacts {
  limitNanoUsd: string;
  level: 'ok' | 'warning' | 'exhausted';
  resetsAt: string | null;
}

export interface AlertFacts {
  budgets: readonly AlertBudget[];
  /** Metered beyond what was held this month, nano-USD. */
  overrunNanoUsd: string;
  /** Holds of a process that died, found when the gateway started. */
  recoveredUncertain: number;
  /** What a budget's scope is called. */
  nameOf: (scope: string) => string;
}

/** What to say above the readings, worst first. */
export function alertsOf({ budgets, overrunNanoUsd, recoveredUncertain, nameOf }: AlertFacts): Alert[] {
  const alerts: Alert[] = [];
  const shown = [budgetFor(budgets, 'day'), budgetFor(budgets, 'month')];
  const exhausted = shown.filter((budget) => budget?.level === 'exhausted');
  const others = tightOthers(
    budgets,
    shown.flatMap((budget) => budget?.id ?? []),
  );
  for (const budget of [...exhausted, ...others]) if (budget) alerts.push(budgetAlert(budget, nameOf));
  if (BigInt(overrunNanoUsd) > 0n) {
    alerts.push({
      id: 'overrun',
      tone: 'bad',
      subject: 'The provider',
      text: `metered ${formatUsd(overrunNanoUsd)} more this month than was held for it`,
      resetsAt: undefined,
      budget: false,
    });
  }
  if (recoveredUncertain > 0) {
    alerts.push({
      id: 'recovered',
      tone: 'warn',
      subject: counted(recoveredUncertain, 'request'),
      text: `${recoveredUncertain === 1 ? 'was' : 'were'} out when the gateway last ended without finishing; what ${recoveredUncertain === 1 ? 'it' : 'they'} may have cost counts as uncertain`,
      resetsAt: undefined,
      budget: false,
    });
  }
  return alerts.sort((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'));
}

function budgetAlert(budget: AlertBudget, nameOf: (scope: string) => string): Alert {
  const limit = formatUsd(budget.limitNanoUsd);
  const window = budget.window === 'total' ? 'in total' : `for the ${budget.window}`;
  const exhausted = budget.level === 'exhausted';
  return {
    id: budget.id,
    tone: exhausted ? 'bad' : 'warn',
    subject: nameOf(budget.scope),
    text: exhausted
      ? `has used up its ${limit} ${window}: what the cache cannot answer is refused`
      : `has used ${formatShare(budget.used)} of its ${limit} ${window}`,
    resetsAt: budget.resetsAt,
    budget: true,
  };
}
