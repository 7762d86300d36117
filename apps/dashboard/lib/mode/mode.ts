export type Mode = 'mock' | 'real' | 'hybrid';

export const MODE_NAMES: Readonly<Record<Mode, string>> = { mock: 'Mock', real: 'Real', hybrid: 'Hybrid' };

/** What a mode means, in one line. */
export const MODE_MEANINGS: Readonly<Record<Mode, string>> = {
  mock: 'Deterministic stand-in vectors. Free, offline, exact token counts.',
  real: 'Every new text goes to the provider and is paid for.',
  hybrid: 'The provider while it is healthy and in budget; a fallback only where a call allows it.',
};

/** The few words that stand in the shell, so that nobody forgets. */
export const MODE_BADGES: Readonly<Record<Mode, string>> = {
  mock: 'nothing is spent',
  real: 'spending money',
  hybrid: 'may spend money',
};

export interface Switch {
  from: Mode;
  to: Mode;
  /** Vector spaces that the default model answers in, before and after. */
  fromSpace: string;
  toSpace: string;
  /** How many budgets limit what may be spent. */
  budgets: number;
}

/** One thing that a switch changes. `caution` is drawn so that it is not overlooked. */
export interface Effect {
  kind: 'money' | 'space' | 'fallback' | 'time' | 'record';
  text: string;
  caution: boolean;
}

/** What choosing another mode will change, for the dialog that asks first. */
export function effectsOf({ from, to, fromSpace, toSpace, budgets }: Switch): Effect[] {
  const effects: Effect[] = [moneyEffect(from, to)];
  if (to !== 'mock' && budgets === 0) {
    effects.push({
      kind: 'money',
      text: 'No budget is set, so nothing limits what is spent. Set one under Budgets first.',
      caution: true,
    });
  }
  effects.push(
    fromSpace === toSpace
      ? { kind: 'space', text: `Vectors stay in the same space, ${toSpace}.`, caution: false }
      : {
          kind: 'space',
          text: `Answers move to another vector space, ${toSpace}. Calls, files and collections pinned to ${fromSpace} will refuse until you switch back.`,
          caution: true,
        },
  );
  if (to === 'hybrid') {
    effects.push({
      kind: 'fallback',
      text: 'When the provider is down or a budget is full, calls that allow a fallback are answered by it and say so; all others are refused.',
      caution: false,
    });
  }
  effects.push(
    {
      kind: 'time',
      text: 'It takes effect on the next call, without a restart. Calls under way keep the mode they began with.',
      caution: false,
    },
    { kind: 'record', text: 'It is kept across restarts and written to the audit log.', caution: false },
  );
  return effects;
}

function moneyEffect(from: Mode, to: Mode): Effect {
  if (to === 'mock') {
    return from === 'mock'
      ? { kind: 'money', text: 'Nothing is spent.', caution: false }
      : { kind: 'money', text: 'Spending stops: calls are answered by the mock at no cost.', caution: false };
  }
  return {
    kind: 'money',
    text:
      from === 'mock'
        ? 'Calls begin to spend real money, within your budgets.'
        : 'Calls go on spending real money, within your budgets.',
    caution: from === 'mock',
  };
}
