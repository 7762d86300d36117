import {
  createLiveHub,
  createModelCatalogue,
  KeepingDesk,
  readWatchList,
  type Services,
} from '@weighbridge/api';
import { lockDataDir, openStores, openStoresInProcess } from '@weighbridge/db';
import {
  createEngine,
  createMockProvider,
  createOpenAiProvider,
  createTokenCounter,
  createTokenizer,
  DEFAULT_RETRY,
  derivePoolKey,
  type EngineDeps,
  poolFingerprint,
  type RetrySettings,
} from '@weighbridge/embeddings';
import type { DestinationStream } from 'pino';
import manifest from '../package.json' with { type: 'json' };
import { AlertWatch, DEFAULT_WATCH, type WatchSettings } from './alerts/watch.ts';
import type { GatewayConfig } from './config/config.ts';
import { createServer } from './http/server.ts';
import { createAnswerOnce } from './idempotency/per-request.ts';
import { purgeHourly } from './idempotency/purge.ts';
import { writeAddressFile } from './lifecycle/address-file.ts';
import { logFirstLines } from './lifecycle/first-lines.ts';
import { createIds } from './lifecycle/ids.ts';
import { listen, urlOf } from './lifecycle/listen.ts';
import { keepPruning } from './lifecycle/prune.ts';
import { recallRates } from './lifecycle/recall-rates.ts';
import { finishWork } from './lifecycle/shutdown.ts';
import { systemClock } from './lifecycle/system-clock.ts';
import { createLogger } from './logging/logger.ts';
import { createProviderDesk } from './providers/desk.ts';
import { openAiInForce } from './providers/in-force.ts';
import { createSelfReference } from './providers/self-reference.ts';
import { createProviderSource } from './providers/source.ts';
import { adminPassword } from './secrets/admin-password.ts';
import { issueCliToken } from './secrets/cli-token.ts';
import { addKnownKey } from './secrets/known-key.ts';
import { installationSecret } from './secrets/secret-key.ts';
import { secretHasChanged } from './secrets/secret-mark.ts';
import { createVault } from './secrets/vault.ts';
import { Courier } from './webhooks/courier.ts';
import { assertWebhookUrl, createWebhookDesk } from './webhooks/desk.ts';
import { DEFAULT_DELIVERY, type DeliverySettings } from './webhooks/schedule.ts';

export interface GatewayOptions {
  /** Where log lines go; standard output when left out. */
  logDestination?: DestinationStream;
  /** How long a shutdown waits for attempts that are out: 30 s. */
  drainMs?: number;
  /** Wrong admin passwords a minute from one address: 10. */
  wrongSignInsPerMinute?: number;
  /** Bound of the answers kept for idempotency keys, where whole MiB are too coarse. */
  answersMaxBytes?: number;
  /**
   * For other people's tests, which start one each: everything in this thread, a password hash that takes no time, and an
   * access key that is known beforehand. Slow queries then hold up requests.
   */
  forTests?: { accessKey: string };
  /** Overrides for how attempts are made. */
  retry?: Partial<RetrySettings>;
  /** Overrides for how webhooks are tried. */
  delivery?: Partial<DeliverySettings>;
  /** Overrides for how soon alerts are looked for. */
  watch?: Partial<WatchSettings>;
}

export interface RunningGateway {
  /** Such as `http://127.0.0.1:4100`. */
  url: string;
  port: number;
  /** Set only when it was generated at this start. It is stored hashed: show it now or never. */
  adminPassword: string | undefined;
  /** Holds of a process that died, found at this start. */
  recovered: { uncertain: number };
  /** The database was last used under another secret: what was kept under that one is not found. */
  secretChanged: boolean;
  /** Finishes what was begun, then lets go of everything. Calling it again waits for the same end. */
  close(): Promise<void>;
}

/**
 * Starts the one process that owns a data directory: lock, stores, secrets, providers, engine, HTTP. When a step fails,
 * everything opened before it is closed again.
 * @throws WeighbridgeError DATA_DIR_LOCKED, DATA_DIR_UNUSABLE, DATABASE_TOO_NEW, DATABASE_UNREADABLE, SELF_REFERENCE,
 * PORT_IN_USE, CANNOT_LISTEN
 */
export async function startGateway(
  config: GatewayConfig,
  options: GatewayOptions = {},
): Promise<RunningGateway> {
  const log = createLogger(config.logLevel, options.logDestination);
  const clock = systemClock;
  const startedAt = clock.now();
  const { newId, isOwn } = createIds();
  const self = createSelfReference(config.host, config.port);
  if (config.openai.baseUrl !== undefined && config.port !== 0) {
    self.assertOther('OPENAI_BASE_URL', config.openai.baseUrl);
  }

  await using opened = new AsyncDisposableStack();
  const lock = lockDataDir(config.dataDir);
  opened.defer(() => lock.release());
  const open = options.forTests ? openStoresInProcess : openStores;
  const stores = await open({
    // The lock on the directory sees to that.
    alone: true,
    dataDir: config.dataDir,
    clock,
    newId,
    answersMaxBytes: options.answersMaxBytes ?? config.idempotency.maxBytes,
    answersMaxCount: config.idempotency.maxAnswers,
    ...(config.initialMode === undefined ? {} : { initialMode: config.initialMode }),
    onWarning: (message) => log.warn(message),
  });
  opened.defer(() => stores.close());

  const stopPruning = keepPruning({ retention: stores.retention, clock, log });
  opened.defer(stopPruning);

  const vault = createVault(installationSecret(config.dataDir, config.secret));
  const admin = await adminPassword(stores.settings, config.adminPassword, {
    cheap: options.forTests !== undefined,
  });
  const cliToken = issueCliToken(config.dataDir);
  opened.defer(() => cliToken.remove());

  const tokenizer = createTokenizer();
  const counter = createTokenCounter();
  const { attemptTimeoutMs } = { ...DEFAULT_RETRY, ...options.retry };
  const inForce = () => openAiInForce({ settings: stores.settings, environment: config.openai, vault, self });
  const source = createProviderSource({
    mock: createMockProvider({ countTokens: (texts, signal) => counter.countMany(texts, { signal }) }),
    openAiInForce: inForce,
    connect: (settings) => createOpenAiProvider({ ...settings, timeoutMs: attemptTimeoutMs }),
  });
  const poolKey = poolKeys(vault.key('recall'));
  const models = createModelCatalogue(stores.catalogue);
  const engine = createEngine({
    ledger: stores.ledger,
    recall: stores.recall,
    quality: stores.quality,
    routing: stores.settings,
    providers: source,
    counter,
    clock,
    newId,
    poolKey,
    onError: (error, what) => log.error({ err: error }, what),
    models,
    rateLimits: (scopes) => stores.rateLimits.inScopes(scopes),
    ...(options.retry === undefined ? {} : { retry: options.retry }),
  });
  opened.defer(() => engine.close());
  await recallRates(stores, engine, startedAt);

  const live = createLiveHub(clock.now);
  let url = urlOf(config.host, config.port);
  const courier = new Courier({
    store: stores.webhooks,
    vault,
    live,
    clock,
    newId,
    log,
    settings: { ...DEFAULT_DELIVERY, ...options.delivery },
    dashboardUrl: async () =>
      (await readWatchList(stores.alerts)).dashboardUrl ?? urlOf(config.host, config.dashboardPort),
    assertUrl: (address) => assertWebhookUrl(self, address),
  });
  opened.defer(() => courier.close());
  const services: Services = {
    stores,
    engine,
    providers: createProviderDesk({
      source,
      openAiInForce: inForce,
      health: (id) => engine.health(id),
      vault,
      self,
      clock,
    }),
    webhooks: createWebhookDesk({ vault, self, courier }),
    live,
    keeping: new KeepingDesk({ clock, live }),
    clock,
    newId,
    poolFingerprint: (projectId) => poolFingerprint(poolKey(projectId)),
    models,
    verifyPassword: admin.verify,
    system: {
      version: manifest.version,
      startedAt,
      dataDir: config.dataDir,
      get openaiBaseUrl() {
        return `${url}/v1`;
      },
      environment: config.environment,
    },
    reportUnexpected: (error, correlationId) => log.error({ err: error, correlationId }, 'unexpected error'),
  };

  const watch = new AlertWatch({
    services,
    settings: { ...DEFAULT_WATCH, ...options.watch },
    log,
    onTold: () => courier.wake(),
  });
  opened.defer(() => watch.close());

  opened.defer(purgeHourly(stores.answers, (error) => log.error({ err: error }, 'removing old answers')));

  let closing = false;
  let replays = 0;
  const app = await createServer({
    services,
    authentication: { stores, cliToken, clock },
    log,
    newId,
    tokenizer,
    answerOnce: createAnswerOnce({
      answers: stores.answers,
      secret: vault.key('idempotency'),
      onError: (error, what) => log.error({ err: error }, what),
      onReplay: () => {
        replays += 1;
      },
    }),
    replays: () => replays,
    isOwnAttempt: isOwn,
    isClosing: () => closing,
    wrongSignInsPerMinute: options.wrongSignInsPerMinute ?? 10,
    corsOrigins: config.corsOrigins,
  });
  opened.defer(() => finishWork({ app, engine, live, log, drainMs: options.drainMs ?? 30_000 }));

  const port = await listen(app, config.host, config.port);
  url = urlOf(config.host, port);
  self.listensOn(port);
  if (config.openai.baseUrl !== undefined) self.assertOther('OPENAI_BASE_URL', config.openai.baseUrl);
  await admin.keep();
  const secretChanged = await secretHasChanged(stores.settings, vault);
  if (options.forTests) await addKnownKey(stores.keys, options.forTests.accessKey, { clock, newId });
  opened.defer(writeAddressFile(config.dataDir, { url, startedAt }));

  courier.wake();
  await logFirstLines(log, services, { url, secret: config.secret, secretChanged });
  // Builds the tokenizer's tables, in a worker, before the first call waits for them.
  counter.countMany(['weighbridge']).catch(() => undefined);

  const running = opened.move();
  let closed: Promise<void> | undefined;
  return {
    url,
    port,
    adminPassword: admin.generated,
    recovered: stores.recovered,
    secretChanged,
    close() {
      closing = true;
      closed ??= running.disposeAsync().then(() => log.info('closed'));
      return closed;
    },
  };
}

/** One key a project, derived once. */
function poolKeys(secret: Uint8Array): EngineDeps['poolKey'] {
  const keys = new Map<string, Uint8Array>();
  return (projectId) => {
    const known = keys.get(projectId);
    if (known) return known;
    const key = derivePoolKey(secret, projectId);
    keys.set(projectId, key);
    return key;
  };
}
