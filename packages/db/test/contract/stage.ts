import type { Budget, FreeEntry, HoldRequest } from '@weighbridge/embeddings/domain';
import { afterAll, beforeAll } from 'vitest';
import type { AuditStamp, Stores } from '../../src/index.ts';
import type { SettableClock } from '../../src/testing/index.ts';

/** Stores under test, with the clock they were given. */
export interface Opened {
  stores: Stores;
  clock: SettableClock;
  close(): Promise<void>;
}

export type Open = () => Promise<Opened>;

export const DAY = 86_400_000;

/** Counted over all suites, which may share their stores. */
let scenes = 0;

/** One set of open stores for a suite; each test plays a scene of its own, later in time and in its own projects. */
export function stageFor(open: Open): () => Scene {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open();
  }, 60_000);
  afterAll(() => opened.close());
  return () => {
    scenes += 1;
    opened.clock.at = Date.UTC(2030, 0, 1, 12) + scenes * 400 * DAY;
    return new Scene(opened, scenes);
  };
}

export class Scene {
  readonly stores: Stores;
  readonly clock: SettableClock;
  readonly project: string;
  readonly #name: string;
  #ids = 0;

  constructor(opened: Opened, number: number) {
    this.stores = opened.stores;
    this.clock = opened.clock;
    this.#name = `s${number}`;
    this.project = `project-${number}`;
  }

  id(prefix: string): string {
    this.#ids += 1;
    return `${prefix}_${this.#name}_${this.#ids}`;
  }

  stamp(changes: Partial<AuditStamp> = {}): AuditStamp {
    return { at: this.clock.now(), actor: 'admin', reason: null, correlationId: null, ...changes };
  }

  budget(changes: Partial<Budget> = {}): Promise<Budget> {
    const budget: Budget = {
      id: this.id('budget'),
      scope: `project:${this.project}`,
      window: 'day',
      timeZone: 'UTC',
      resetTime: '00:00',
      limitNanoUsd: 1_000n,
      createdAt: this.clock.now(),
      ...changes,
    };
    return this.stores.budgets.create(budget, this.stamp());
  }

  request(nanoUsd: bigint, changes: Partial<HoldRequest> = {}): HoldRequest {
    const projectId = changes.projectId ?? this.project;
    return {
      id: this.id('attempt'),
      ...this.#context(projectId),
      batch: 0,
      attempt: 1,
      inputs: 3,
      tokens: 50,
      nanoUsd,
      scopes: [`project:${projectId}`],
      ...changes,
    };
  }

  free(kind: FreeEntry['kind'], changes: Partial<FreeEntry> = {}): FreeEntry {
    return {
      id: this.id('entry'),
      ...this.#context(this.project),
      kind,
      inputs: 1,
      tokens: 10,
      wouldHaveNanoUsd: 200n,
      durationMs: 0.5,
      ...changes,
    };
  }

  /** Places one hold and answers its id. */
  async hold(nanoUsd: bigint, changes: Partial<HoldRequest> = {}): Promise<string> {
    const request = this.request(nanoUsd, changes);
    await this.stores.ledger.hold([request]);
    return request.id;
  }

  /** The budget's counters in its present window. */
  async counters(budgetId: string) {
    const all = await this.stores.budgets.list(this.clock.now());
    const status = all.find(({ id }) => id === budgetId);
    if (!status) throw new Error(`No budget ${budgetId} is listed.`);
    return {
      settled: status.settledNanoUsd,
      held: status.heldNanoUsd,
      uncertain: status.uncertainNanoUsd,
    };
  }

  /** Sums over this scene's project within its days. */
  spend() {
    const { project: projectId } = this;
    return this.stores.spend.summary({ from: 0, to: this.clock.now() + 200 * DAY, projectId });
  }

  #context(projectId: string) {
    return {
      callId: this.id('call'),
      correlationId: `correlation-${this.#name}`,
      projectId,
      keyId: null,
      tags: [],
      mode: 'real',
      provider: 'openai',
      model: 'text-embedding-3-small',
      space: 'openai/text-embedding-3-small/1536',
    };
  }
}
