import type { Ledger, QualityRecorder, RecallStore } from '@weighbridge/embeddings/domain';
import type {
  AlertStore,
  AnswerStore,
  AuditStore,
  BillStore,
  BudgetStore,
  CacheStore,
  CatalogueStore,
  GapStore,
  KeepingStore,
  KeyStore,
  ProjectStore,
  QualityReader,
  RateLimitStore,
  RetentionStore,
  SessionStore,
  SettingsStore,
  SpendReader,
  UncertainStore,
  WebhookStore,
} from './ports/index.ts';

/** Everything that is kept. Asynchronous throughout, so that another database can stand behind it. */
export interface Stores {
  ledger: Ledger;
  recall: RecallStore;
  answers: AnswerStore;
  quality: QualityRecorder & QualityReader;
  spend: SpendReader;
  uncertain: UncertainStore;
  budgets: BudgetStore;
  bills: BillStore;
  catalogue: CatalogueStore;
  settings: SettingsStore;
  projects: ProjectStore;
  keys: KeyStore;
  rateLimits: RateLimitStore;
  sessions: SessionStore;
  audit: AuditStore;
  cache: CacheStore;
  gaps: GapStore;
  keeping: KeepingStore;
  retention: RetentionStore;
  alerts: AlertStore;
  webhooks: WebhookStore;
  /** What opening found: holds of a dead process that became uncertain. */
  recovered: { uncertain: number };
  /** Checks that the databases answer, and that the ledger's takes writes. @throws StorageError */
  ping(): Promise<void>;
  close(): Promise<void>;
}
