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
  /**
   * Asks again for what was asked for lately. A page that the server prepared before an event arrives after it, and its
   * answers, though older than the event, pass for fresh.
   */
  repeat(): void;
  stop(): void;
}

interface RefreshPace {
  delayMs?: number;
  gapMs?: number;
  /** What counts as lately: longer than the server takes to prepare a page. */
  memoryMs?: number;
}

/**
 * Gathers what became stale and refreshes it together, at most once every `gapMs`. Without it a busy gateway would
 * cancel and restart every fetch before it could finish.
 */
export function createRefresher(
  refresh: (stale: Stale) => void,
  { delayMs = 80, gapMs = 500, memoryMs = 30_000 }: RefreshPace = {},
): Refresher {
  let everything = false;
  const routers = new Set<StaleRouter>();
  /** When each was last asked for because something changed. */
  const changed = new Map<StaleRouter | 'everything', number>();
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

  const ask = (stale: Stale) => {
    if (stale === 'everything') everything = true;
    else for (const router of stale) routers.add(router);
    timer ??= setTimeout(flush, Math.max(delayMs, last + gapMs - Date.now()));
  };

  return {
    request(stale) {
      const now = Date.now();
      for (const router of stale === 'everything' ? [stale] : stale) changed.set(router, now);
      ask(stale);
    },
    repeat() {
      const since = Date.now() - memoryMs;
      const lately = [...changed].filter(([, at]) => at >= since).map(([router]) => router);
      if (lately.includes('everything')) ask('everything');
      else if (lately.length > 0) ask(lately as StaleRouter[]);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
