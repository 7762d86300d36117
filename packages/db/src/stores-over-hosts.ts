import type { Ledger } from '@weighbridge/embeddings/domain';
import { failureReason, storageUnavailable } from './files/failure.ts';
import type { Hosts } from './hosts.ts';
import { keepingOver } from './keeping/keeping-store.ts';
import { TOUCH_EVERY_MS } from './keys/key-writer.ts';
import { LostHolds } from './ledger/lost-holds.ts';
import type {
  AlertStore,
  AnswerStore,
  CatalogueStore,
  KeyStore,
  ProjectStore,
  RateLimitStore,
  SessionStore,
  SettingsStore,
  WebhookStore,
} from './ports/index.ts';
import { cacheOver } from './recall/cache-keeping.ts';
import type { KeptVectors } from './recall/kept-vectors.ts';
import type { DirectReads } from './services/direct.ts';
import type { Stores } from './stores.ts';

export interface StoresParts {
  hosts: Hosts;
  direct: DirectReads;
  files: { main: string; cache: string };
  vectors: KeptVectors;
  clock: { now(): number };
  recovered: { uncertain: number };
  close(): Promise<void>;
}

/** The stores' ports over the services behind them. Time is read here, in the caller's thread. */
export function storesOverHosts(parts: StoresParts): Stores {
  const { hosts, direct, vectors, files, clock, recovered, close } = parts;
  const { writer, reader } = hosts;
  const lostHolds = new LostHolds();
  return {
    ledger: ledgerOver(hosts, clock, lostHolds),
    recall: vectors,
    answers: answersOver(hosts, clock),
    catalogue: catalogueOver(hosts, direct),
    settings: settingsOver(hosts, direct),
    projects: projectsOver(hosts, direct),
    keys: keysOver(hosts, direct),
    rateLimits: rateLimitsOver(hosts, direct),
    sessions: sessionsOver(hosts, direct),
    quality: {
      record: (reports) => writer.callSoon('recordQuality', reports, clock.now()),
      async summary(filter) {
        await writer.call('drained');
        return reader.call('qualitySummary', filter);
      },
      async failures(options) {
        await writer.call('drained');
        return reader.call('qualityFailures', options);
      },
    },
    spend: {
      summary: (filter) => reader.call('spendSummary', filter),
      series: (edges, filter) => reader.call('spendSeries', edges, filter),
      breakdown: (filter, by) => reader.call('spendBreakdown', filter, by),
      origins: () => reader.call('spendOrigins'),
      calls: (filter) => reader.call('spendCalls', filter),
      lines: (options) => reader.call('ledgerLines', options),
    },
    budgets: {
      list: (at) => reader.call('budgets', at),
      roomIn: (scopes, at) => looking(() => direct.budgets.roomIn(scopes, at)),
      justEnded: (at, withinMs) => reader.call('budgetsJustEnded', at, withinMs),
      create: (budget, audit) => writer.call('createBudget', budget, audit, clock.now()),
      update: (id, change, audit) => writer.call('updateBudget', id, change, audit),
      remove: (id, audit) => writer.call('removeBudget', id, audit, clock.now()),
    },
    uncertain: {
      resolve: (id, as, audit) => writer.call('resolveUncertain', id, as, audit, clock.now()),
      resolveMany: (ids, as, audit) => writer.call('resolveManyUncertain', ids, as, audit, clock.now()),
      effects: (ids) => reader.call('uncertainEffects', ids),
      open: (from) => reader.call('openUncertain', from),
    },
    bills: {
      imports: () => reader.call('billImports'),
      import: (bill, source, audit) => writer.call('importBill', bill, source, audit),
      remove: (id, audit) => writer.call('removeBill', id, audit),
      statement: (range) => reader.call('billStatement', range),
    },
    audit: { list: (options) => reader.call('auditLines', options) },
    cache: cacheOver(hosts, vectors.fresh, clock),
    gaps: {
      list: () => reader.call('gaps'),
      close: (id, nanoUsd, audit) => writer.call('closeGap', id, nanoUsd, audit, clock.now()),
    },
    keeping: keepingOver(hosts, files, vectors.fresh),
    retention: {
      get: () => reader.call('retention'),
      preview: (days) => reader.call('retentionPreview', days, clock.now()),
      set: (days, audit) => writer.call('setRetention', days, audit),
      prune: (limit) => writer.call('prune', limit, clock.now()),
    },
    alerts: alertsOver(hosts),
    webhooks: webhooksOver(hosts),
    recovered,
    async ping() {
      lostHolds.assertNone();
      await Promise.all([reader.call('ping'), writer.call('ping'), hosts.recall.call('stats')]);
      await looking(() => direct.settings.mode());
    },
    close,
  };
}

function ledgerOver({ writer }: Hosts, clock: { now(): number }, lostHolds: LostHolds): Ledger {
  return {
    hold: (requests) => lostHolds.watch(writer.call('hold', requests, clock.now())),
    close: (outcomes, { soon = false } = {}) =>
      soon
        ? writer.callSoon('closeAttempts', outcomes, clock.now())
        : writer.call('closeAttempts', outcomes, clock.now()),
    post: (entries) => writer.callSoon('post', entries, clock.now()),
    drained: () => writer.call('drained'),
  };
}

function answersOver({ answers, hasAnswers }: Hosts, clock: { now(): number }): AnswerStore {
  return {
    async find(id) {
      const found = await answers.call('find', id, clock.now());
      return (
        found && {
          fingerprint: new Uint8Array(found.fingerprint),
          headers: JSON.parse(found.headers),
          body: found.body && new Uint8Array(found.body),
          at: found.at,
        }
      );
    },
    keep: (id, { fingerprint, headers, body }) =>
      answers.call('keep', id, { fingerprint, headers: JSON.stringify(headers), body }, clock.now()),
    async purge() {
      // A file that is not there is not made for this.
      while (hasAnswers() && (await answers.call('purge', clock.now())) > 0);
    },
  };
}

function catalogueOver({ writer, reader }: Hosts, direct: DirectReads): CatalogueStore {
  return {
    model: (id) => looking(() => direct.catalogue.model(id)),
    pricesOf: (model) => looking(() => direct.catalogue.pricesOf(model)),
    models: () => reader.call('catalogueModels'),
    prices: () => reader.call('cataloguePrices'),
    setPrice: (price, audit) => writer.call('setPrice', price, audit),
    removePrice: (id, audit) => writer.call('removePrice', id, audit),
    defineModel: (model, price, audit) => writer.call('defineModel', model, price, audit),
    removeModel: (id, audit) => writer.call('removeModel', id, audit),
  };
}

function settingsOver({ writer }: Hosts, direct: DirectReads): SettingsStore {
  return {
    mode: () => looking(() => direct.settings.mode()),
    setMode: (mode, audit) => writer.call('setMode', mode, audit),
    provider: (id) => looking(() => direct.settings.provider(id)),
    configureProvider: (id, change, audit) => writer.call('configureProvider', id, change, audit),
    value: (name) => looking(() => direct.settings.value(name)),
    setValue: (name, value) => writer.call('setValue', name, value),
    metricsToken: () => looking(() => direct.settings.metricsToken()),
    setMetricsToken: (token, audit) => writer.call('setMetricsToken', token, audit),
    initialValue: (name, value) => writer.call('initialValue', name, value),
  };
}

function projectsOver({ writer, reader }: Hosts, direct: DirectReads): ProjectStore {
  return {
    list: () => reader.call('projects'),
    find: (idOrName) => looking(() => direct.projects.find(idOrName)),
    create: (project, audit) => writer.call('createProject', project, audit),
    update: (id, change, audit) => writer.call('updateProject', id, change, audit),
  };
}

function keysOver({ writer, reader }: Hosts, direct: DirectReads): KeyStore {
  const touched = new Map<string, number>();
  return {
    list: (projectId) => reader.call('keys', projectId),
    findByHash: (sha256) => looking(() => direct.keys.findByHash(sha256)),
    create: (key, sha256, audit) => writer.call('createKey', key, sha256, audit),
    revoke: (id, audit) => writer.call('revokeKey', id, audit),
    async touch(id, at) {
      // Most uses of a key end here, without a message to the writer.
      if (at - (touched.get(id) ?? Number.NEGATIVE_INFINITY) < TOUCH_EVERY_MS) return;
      touched.set(id, at);
      await writer.callSoon('touchKey', id, at);
    },
  };
}

function rateLimitsOver({ writer, reader }: Hosts, direct: DirectReads): RateLimitStore {
  return {
    list: () => reader.call('rateLimits'),
    inScopes: (scopes) => looking(() => direct.rateLimits.inScopes(scopes)),
    set: (limit, audit) => writer.call('setRateLimit', limit, audit),
    remove: (id, audit) => writer.call('removeRateLimit', id, audit),
  };
}

function alertsOver({ writer, reader }: Hosts): AlertStore {
  return {
    raise: (alerts) => writer.call('raiseAlerts', alerts),
    told: (windows) => reader.call('alertsTold', windows),
    list: (options) => reader.call('alerts', options),
    open: () => reader.call('openAlerts'),
    acknowledge: (ids, audit) => writer.call('acknowledgeAlerts', ids, audit),
    settings: () => reader.call('alertSettings'),
    setSettings: (stored, described, audit) => writer.call('setAlertSettings', stored, described, audit),
    overruns: (range) => reader.call('overruns', range),
  };
}

function webhooksOver({ writer, reader }: Hosts): WebhookStore {
  return {
    list: () => reader.call('webhooks'),
    create: (webhook, audit) => writer.call('createWebhook', webhook, audit),
    update: (id, change, audit) => writer.call('updateWebhook', id, change, audit),
    remove: (id, audit) => writer.call('removeWebhook', id, audit),
    deliveries: (options) => reader.call('webhookDeliveries', options),
    counts: () => reader.call('deliveryCounts'),
    failing: () => reader.call('failingWebhooks'),
    claim: (options) => writer.call('claimDeliveries', options),
    claimTest: (options) => writer.call('claimTestDelivery', options),
    finish: (id, outcome, at) => writer.call('finishDelivery', id, outcome, at),
    redeliver: (id, at) => writer.call('redeliver', id, at),
    nextDue: () => reader.call('nextDelivery'),
  };
}

function sessionsOver({ writer }: Hosts, direct: DirectReads): SessionStore {
  return {
    create: (session) => writer.call('createSession', session),
    find: (tokenHash) => looking(() => direct.sessions.find(tokenHash)),
    remove: (tokenHash) => writer.call('removeSession', tokenHash),
    removeExpired: (at) => writer.call('removeExpiredSessions', at),
  };
}

/** A look-up in this thread, behind an asynchronous signature. @throws StorageError */
async function looking<T>(look: () => T): Promise<T> {
  try {
    return look();
  } catch (error) {
    const reason = failureReason(error);
    throw reason === undefined ? error : storageUnavailable(reason, error);
  }
}
