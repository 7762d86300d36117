import type { RateLimit } from '@weighbridge/embeddings/domain';
import type { AuditStamp } from './audit.ts';

export interface StoredRateLimit extends RateLimit {
  createdAt: number;
}

export interface RateLimitStore {
  list(): Promise<StoredRateLimit[]>;
  /** Every limit of these scopes; a small read, made for every call. */
  inScopes(scopes: readonly string[]): Promise<StoredRateLimit[]>;
  /**
   * Creates, or changes the one of the same scope, metric and period, which keeps its id. The same limit again writes
   * nothing.
   */
  set(limit: StoredRateLimit, audit: AuditStamp): Promise<StoredRateLimit>;
  /** @throws NotFoundError */
  remove(id: string, audit: AuditStamp): Promise<void>;
}
