import type { LiveEventType } from '@weighbridge/api';

/** Routers whose queries a live event makes stale; `everything` after a (re)connection, since events may be missing. */
export type Stale = readonly StaleRouter[] | 'everything';

type StaleRouter =
  | 'alerts'
  | 'audit'
  | 'bills'
  | 'budgets'
  | 'gaps'
  | 'keeping'
  | 'keys'
  | 'models'
  | 'prices'
  | 'projects'
  | 'providers'
  | 'quality'
  | 'rateLimits'
  | 'retention'
  | 'spend'
  | 'system'
  | 'webhooks'
  | 'uncertain';

const STALE: Readonly<Record<LiveEventType, Stale>> = {
  hello: 'everything',
  alerts: ['alerts', 'webhooks', 'audit'],
  mode: ['providers', 'audit'],
  providers: ['providers', 'audit', 'system'],
  health: ['providers'],
  spend: ['spend', 'budgets', 'keys', 'bills', 'rateLimits', 'uncertain'],
  budgets: ['budgets', 'gaps', 'rateLimits', 'audit'],
  quality: ['quality'],
  keys: ['keys', 'audit'],
  projects: ['projects', 'keys', 'audit'],
  bills: ['bills', 'audit'],
  keeping: ['keeping', 'retention', 'audit'],
  prices: ['prices', 'models', 'system', 'audit'],
};

/** What to refetch after an event; a type this version does not know refetches everything. */
export function staleAfter(type: string): Stale {
  return STALE[type as LiveEventType] ?? 'everything';
}

export interface Refresher {
  /** Asks for a refresh; many calls in a row become one. */
  request(stale: Stale): void;
  stop(): void;
}

/**
 * Gathers what became stale and refreshes it together, at most once every `gapMs`. Without it a busy gateway would
 * cancel and restart every fetch before it could finish.
 */
export function createRefresher(
  refresh: (stale: Stale) => void,
  { delayMs = 80, gapMs = 500 }: { delayMs?: number; gapMs?: number } = {},
): Refresher {
  let everything = false;
  const routers = new Set<StaleRouter>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;

  const flush = () => {
    timer = undefined;
    last = Date.now();
    const stale: Stale = everything ? 'everything' : [...routers];
    everything = false;
    routers.clear();
    refresh(stale);
  };

  return {
    request(stale) {
      if (stale === 'everything') everything = true;
      else for (const router of stale) routers.add(router);
      timer ??= setTimeout(flush, Math.max(delayMs, last + gapMs - Date.now()));
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
