import { join } from 'node:path';
import type { Budget, HoldRequest } from '@weighbridge/embeddings/domain';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assertBooksBalance } from '../../test/bookkeeping.ts';
import { settled, unsettled } from '../../test/outcomes.ts';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';

const HOUR = 3_600_000;
const SCOPES = ['global', 'project:a', 'project:b', 'model:m', 'model:n', 'key:a', 'tag:n'] as const;

type Step =
  | { do: 'hold'; asked: { nano: bigint; project: string; model: string }[] }
  | { do: 'close'; which: number; ending: 'settled' | 'released' | 'uncertain'; share: number }
  | { do: 'clock'; ms: number }
  | { do: 'limit'; which: number; nano: bigint }
  | { do: 'budget'; scope: string; window: Budget['window']; nano: bigint }
  | { do: 'post' };

const nano = fc.bigInt({ min: 0n, max: 400n });
const limit = fc.bigInt({ min: 1n, max: 1_500n });
const window = fc.constantFrom('hour', 'day', 'total');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('hold' as const),
      asked: fc.array(
        fc.record({ nano, project: fc.constantFrom('a', 'b'), model: fc.constantFrom('m', 'n') }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('close' as const),
      which: fc.nat(),
      ending: fc.constantFrom('settled', 'released', 'uncertain'),
      // Up to one and a half times what was held: overruns happen.
      share: fc.integer({ min: 0, max: 150 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      ms: fc.integer({ min: -30 * HOUR, max: 30 * HOUR }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('limit' as const), which: fc.nat(), nano: limit }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('budget' as const),
      scope: fc.constantFrom(...SCOPES),
      window,
      nano: limit,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('post' as const) }) },
);

it('admits exactly what fits and keeps its books, whatever comes in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
      const opened = await temporaryStores();
      try {
        const run = new Run(opened);
        await run.begin();
        for (const each of steps) await run.take(each);
        await opened.stores.ledger.drained();
        assertBooksBalance(join(opened.dataDir, 'weighbridge.db'));
      } finally {
        await opened.close();
      }
    }),
    { numRuns: 25 },
  );
}, 240_000);

/** Plays steps against real stores, and says beforehand what each must come to. */
class Run {
  readonly #opened: TemporaryStores;
  readonly #budgets: Budget[] = [];
  readonly #placed: { id: string; nano: bigint }[] = [];
  #ids = 0;

  constructor(opened: TemporaryStores) {
    this.#opened = opened;
  }

  async begin(): Promise<void> {
    await this.#create('global', 'day', 1_000n);
    await this.#create('project:a', 'hour', 400n);
    await this.#create('model:m', 'total', 900n);
  }

  async take(step: Step): Promise<void> {
    const { clock, stores } = this.#opened;
    if (step.do === 'clock') clock.advance(step.ms);
    else if (step.do === 'hold') await this.#hold(step.asked);
    else if (step.do === 'close') await this.#close(step);
    else if (step.do === 'budget') await this.#create(step.scope, step.window, step.nano);
    else if (step.do === 'limit') {
      const budget = this.#budgets[step.which % this.#budgets.length]!;
      await stores.budgets.update(budget.id, { limitNanoUsd: step.nano }, this.#stamp());
    } else {
      await stores.ledger.post([
        {
          ...context('a', 'm'),
          id: this.#id(),
          kind: 'free',
          inputs: 1,
          tokens: 5,
          wouldHaveNanoUsd: 9n,
          durationMs: 1,
        },
      ]);
    }
  }

  async #hold(asked: Extract<Step, { do: 'hold' }>['asked']): Promise<void> {
    const { stores, clock } = this.#opened;
    const requests = asked.map(
      ({ nano, project, model }, batch): HoldRequest => ({
        ...context(project, model),
        id: this.#id(),
        batch,
        attempt: 1,
        inputs: 1,
        tokens: 1,
        nanoUsd: nano,
        scopes: ['global', `project:${project}`, `model:${model}`, `key:${project}`, `tag:${model}`],
      }),
    );
    const before = await stores.budgets.list(clock.now());
    const fits = before.every((budget) => {
      const mine = requests.filter(({ scopes }) => scopes.includes(budget.scope));
      const sum = mine.reduce((total, { nanoUsd }) => total + nanoUsd, 0n);
      const used = budget.settledNanoUsd + budget.heldNanoUsd + budget.uncertainNanoUsd;
      // What costs nothing passes, even where more was spent than the limit has become.
      return sum === 0n || used + sum <= budget.limitNanoUsd;
    });
    const outcome = await stores.ledger.hold(requests).then(
      () => 'admitted',
      (error) => error.code,
    );
    expect(outcome).toBe(fits ? 'admitted' : 'BUDGET_EXCEEDED');
    const after = await stores.budgets.list(clock.now());
    if (!fits) expect(after).toEqual(before);
    else for (const { id, nanoUsd } of requests) this.#placed.push({ id, nano: nanoUsd });
  }

  async #close({ which, ending, share }: Extract<Step, { do: 'close' }>): Promise<void> {
    const entry = this.#placed[which % Math.max(1, this.#placed.length)];
    if (!entry) return;
    const { ledger } = this.#opened.stores;
    if (ending !== 'settled') await ledger.close([unsettled(entry.id, ending)]);
    else await ledger.close([settled(entry.id, (entry.nano * BigInt(share)) / 100n)]);
  }

  async #create(scope: string, window: Budget['window'], limitNanoUsd: bigint): Promise<void> {
    if (this.#budgets.some((budget) => budget.scope === scope && budget.window === window)) return;
    const budget: Budget = {
      id: this.#id(),
      scope,
      window,
      timeZone: 'Europe/Berlin',
      resetTime: '03:20',
      limitNanoUsd,
      createdAt: this.#opened.clock.now(),
    };
    await this.#opened.stores.budgets.create(budget, this.#stamp());
    this.#budgets.push(budget);
  }

  #stamp() {
    return { at: this.#opened.clock.now(), actor: 'admin', reason: null, correlationId: null };
  }

  #id(): string {
    this.#ids += 1;
    return `id_${this.#ids}`;
  }
}

function context(projectId: string, model: string) {
  return {
    callId: 'call',
    correlationId: 'correlation',
    projectId,
    keyId: projectId,
    tags: [model, 'all'],
    mode: 'real',
    provider: 'openai',
    model,
    space: `openai/${model}/4`,
  };
}
