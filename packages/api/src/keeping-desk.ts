import type { IntegrityReport, KeepingProgress, OnProgress } from '@weighbridge/db';
import type { Clock } from '@weighbridge/embeddings';
import type { LiveHub } from './live.ts';

export interface RunningWork {
  kind: 'backup' | 'check';
  startedAt: number;
  progress: KeepingProgress | undefined;
}

export interface CheckDone {
  at: number;
  durationMs: number;
  full: boolean;
  report: IntegrityReport;
}

/**
 * What is being done to the database as a whole, and what came of the last check. In memory: whoever opens the dashboard
 * while somebody else's backup goes on sees it.
 */
export class KeepingDesk {
  readonly #clock: Clock;
  readonly #live: LiveHub;
  readonly #running = new Set<RunningWork>();
  lastCheck: CheckDone | undefined;

  constructor({ clock, live }: { clock: Clock; live: LiveHub }) {
    this.#clock = clock;
    this.#live = live;
  }

  running(): readonly RunningWork[] {
    return [...this.#running];
  }

  /** Does a piece of work in sight of everybody. */
  async watch<T>(kind: RunningWork['kind'], work: (onProgress: OnProgress) => Promise<T>): Promise<T> {
    const running: RunningWork = { kind, startedAt: this.#clock.now(), progress: undefined };
    this.#running.add(running);
    this.#live.publish('keeping');
    try {
      return await work((progress) => {
        running.progress = progress;
      });
    } finally {
      this.#running.delete(running);
      this.#live.publish('keeping');
    }
  }
}
