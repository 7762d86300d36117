import type { ScenarioBudget } from '../scenario/budgets.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Calendar = Pick<ScenarioBudget, 'id' | 'window' | 'timeZone' | 'resetTime'>;

/** Names the window of a budget that an instant lies in. Counted here anew, with nothing of the ledger's own calendar. */
export class WindowLabels {
  readonly #formats = new Map<string, Intl.DateTimeFormat>();
  readonly #known = new Map<string, string>();

  of(budget: Calendar, at: number): string {
    if (budget.window === 'total') return 'total';
    const key = `${budget.id} ${at}`;
    let label = this.#known.get(key);
    if (label === undefined) {
      label = this.#label(budget, at);
      this.#known.set(key, label);
    }
    return label;
  }

  #label({ window, timeZone, resetTime }: Calendar, at: number): string {
    const local = this.#localTime(timeZone, at);
    if (window === 'hour') {
      const into = (local.minute * MINUTE_MS + (at % MINUTE_MS)) | 0;
      return new Date(at - into).toISOString().slice(0, 16);
    }
    const beforeReset = `${two(local.hour)}:${two(local.minute)}` < resetTime;
    const date = new Date(Date.UTC(local.year, local.month - 1, local.day) - (beforeReset ? DAY_MS : 0));
    if (window === 'week') date.setTime(date.getTime() - ((date.getUTCDay() + 6) % 7) * DAY_MS);
    return date.toISOString().slice(0, window === 'month' ? 7 : 10);
  }

  #localTime(timeZone: string, at: number) {
    let format = this.#formats.get(timeZone);
    if (!format) {
      format = new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
      });
      this.#formats.set(timeZone, format);
    }
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    return {
      year: part('year'),
      month: part('month'),
      day: part('day'),
      hour: part('hour'),
      minute: part('minute'),
    };
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
