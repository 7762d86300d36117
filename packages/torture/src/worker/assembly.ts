import { randomUUID } from 'node:crypto';
import { openStores, type Stores } from '@weighbridge/db';
import {
  createEngine,
  createOpenAiProvider,
  createTokenCounter,
  derivePoolKey,
  type Engine,
  fixedCatalogue,
  type Ledger,
  MODELS,
} from '@weighbridge/embeddings';
import type { WorkerLine } from '../record/lines.ts';
import { instant, type RecordFile } from '../record/record.ts';
import { sabotageNamed } from '../sabotage/sabotage.ts';
import type { Limits, WorkerConfig } from './messages.ts';
import { NaiveLedger } from './naive-ledger.ts';
import { RecordingLedger, recordingRefusals } from './recording-ledger.ts';
import { RecordingProvider } from './recording-provider.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Small requests, so that ordinary calls need several and their holds are placed all or none. */
const SMALL_MODELS = MODELS.map((model) => ({
  ...model,
  limits: { ...model.limits, maxInputs: 4, maxTokensPerRequest: 2_000, maxTokensPerInput: 1_000 },
}));

/** Shorter than a hanging or slow answer, longer than a busy machine needs. */
const ATTEMPT_TIMEOUT_MS = 600;

const SECRET = new Uint8Array(32).fill(7);

export interface Assembly {
  stores: Stores;
  engines: Engine[];
}

/** Real stores and engines as the gateway has them, with records between the parts, and a sabotage if one is asked for. */
export async function assemble(
  config: WorkerConfig,
  clock: VirtualClock,
  limits: () => Limits,
  record: RecordFile<WorkerLine>,
  onFlight: (inFlight: number) => void,
): Promise<Assembly> {
  const { scenario, slot, dir } = config;
  const sabotage = config.role === 'store' ? sabotageNamed(scenario.sabotage) : undefined;
  const newId = (prefix: string) => `${prefix}_${randomUUID()}`;
  const trouble = (what: string) => record.write({ e: 'trouble', t: instant(), what });
  const options = {
    dataDir: config.dataDir,
    clock,
    newId,
    instanceId: instanceOf(config),
    onWarning: trouble,
  };
  const stores = await (sabotage?.open?.(options, { dir, slot }) ?? openStores(options));
  const placing = (ledger: Ledger) => new RecordingLedger(ledger, record, clock);
  const ledger: Ledger =
    config.role === 'naive'
      ? placing(new NaiveLedger(scenario.budgets, clock))
      : (sabotage?.ledger?.(placing(stores.ledger), { stores, clock, limits, dataDir: config.dataDir }) ??
        placing(stores.ledger));
  const recording = new RecordingProvider(record, clock, onFlight);
  const provider = recording.over(
    createOpenAiProvider({
      apiKey: 'sk-torture',
      baseUrl: config.stubUrl,
      timeoutMs: ATTEMPT_TIMEOUT_MS,
    }),
  );
  const engines = Array.from({ length: config.engines }, () =>
    createEngine({
      ledger: recordingRefusals(ledger, record),
      recall: stores.recall,
      quality: stores.quality,
      routing: { mode: async () => 'real' },
      providers: async () => provider,
      counter: createTokenCounter({ workers: 1 }),
      clock,
      newId,
      poolKey: (projectId) => derivePoolKey(SECRET, projectId),
      onError: (error, what) => trouble(`${what}: ${String(error)}`),
      models: fixedCatalogue(SMALL_MODELS),
      retry: { maxAttempts: 3, baseDelayMs: 5, maxDelayMs: 40, attemptTimeoutMs: ATTEMPT_TIMEOUT_MS },
    }),
  );
  return { stores, engines };
}

/** Each life of a process is an instance of its own: the holds of the one before belong to a dead one. */
export function instanceOf({ role, slot, life }: Pick<WorkerConfig, 'role' | 'slot' | 'life'>): string {
  return `${role}-${slot}-${life}`;
}
