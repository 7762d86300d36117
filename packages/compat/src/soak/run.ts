import type { RandomFault } from '@weighbridge/openai-stub';
import { LIBRARIES } from '../clients/index.ts';
import { openPlace } from '../place.ts';
import { seeded } from '../seeded.ts';
import { compareBooks, readAttempts, type Verdict } from './books.ts';
import { addTallies, type ClientPlan, keepAsking, type Tally } from './client.ts';

export interface SoakOptions {
  seconds: number;
  clients: number;
  seed: number;
  /** For one attempt; on a slow machine too short a time makes everything uncertain. */
  attemptTimeoutMs: number;
}

export interface SoakReport {
  tally: Tally;
  books: Verdict;
  /** Calls by library. */
  calls: Record<string, number>;
  /** Requests that the stub answered, or did not, with a fault. */
  faults: Record<string, number>;
  /** What the gateway logged above info. */
  complaints: string[];
}

/** The provider has a bad day: one request in eight meets one of these. */
const FAULTS: Readonly<Record<string, RandomFault>> = {
  rate_limit: { probability: 0.02, retryAfterMs: 50 },
  server_error: 0.015,
  overloaded: 0.01,
  proxy_502: 0.01,
  reset_before: 0.01,
  reset_after: 0.01,
  truncated: 0.005,
  hang: 0.002,
  nan: 0.005,
  wrong_dimensions: 0.005,
  missing_index: 0.005,
  shuffled: 0.03,
  missing_usage: 0.005,
};

const PROJECTS = 6;
const POPULAR = 4000;
const DIMENSIONS = [64, 256, 1536] as const;

/** Many clients of every library at once against one gateway whose provider has a bad day; then the books are compared. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { seconds, seed, attemptTimeoutMs } = options;
  const place = await openPlace({
    mode: 'real',
    stub: { latencyMs: [2, 40], seed },
    retry: { maxAttempts: 3, attemptTimeoutMs },
  });
  try {
    const plans = await planClients(place, options);
    place.stub.faults.random(FAULTS, seed);
    const stop = AbortSignal.timeout(seconds * 1000);
    const tallies = await Promise.all(plans.map((plan) => keepAsking(plan, stop)));
    place.stub.faults.clear();
    await allSettled(place);
    const books = compareBooks(await readAttempts(place.admin), place.journal());
    const calls: Record<string, number> = {};
    for (const [at, { library }] of plans.entries()) {
      calls[library.name] = (calls[library.name] ?? 0) + (tallies[at]?.calls ?? 0);
    }
    const faults: Record<string, number> = {};
    for (const { fault } of place.journal()) if (fault) faults[fault] = (faults[fault] ?? 0) + 1;
    return { tally: addTallies(tallies), books, calls, faults, complaints: place.complaints() };
  } finally {
    await place.close();
  }
}

/** Clients of every library in turn, spread over a few projects, one of which runs into its budget. */
async function planClients(
  place: Awaited<ReturnType<typeof openPlace>>,
  { seconds, clients, seed }: SoakOptions,
): Promise<ClientPlan[]> {
  const popular = Array.from({ length: POPULAR }, (_, at) => `popular text ${at}\nof seed ${seed}`);
  for (let at = 0; at < PROJECTS; at++) await place.admin.projects.create.mutate({ name: `soak ${at}` });
  await place.admin.budgets.create.mutate({ scope: 'project:soak 0', window: 'total', limitUsd: '0.00005' });
  return Promise.all(
    Array.from({ length: clients }, async (_, at): Promise<ClientPlan> => {
      const library = LIBRARIES[at % LIBRARIES.length];
      if (!library) throw new Error('There are no libraries.');
      return {
        library,
        key: await place.key(`client ${at}`, `soak ${at % PROJECTS}`),
        dimensions: DIMENSIONS[Math.floor(at / LIBRARIES.length) % DIMENSIONS.length] ?? 64,
        random: seeded(seed * 1000 + at),
        popular,
        startAfterMs: (at / clients) * seconds * 250,
        name: `client ${at}`,
      };
    }),
  );
}

/** What clients left behind is finished without them; a hold without an end would be found in the books. */
async function allSettled({ stub, admin }: Awaited<ReturnType<typeof openPlace>>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    await stub.idle();
    const { month } = await admin.spend.summary.query({});
    if (month.heldNanoUsd === '0') return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
