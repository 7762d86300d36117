import type { NanoUsd } from '@weighbridge/embeddings';
import type { AuditStamp } from './audit.ts';

/** A price that an administrator added to the built-in ones. It holds from its instant; history is never rewritten. */
export interface StoredPrice {
  model: string;
  /** ms since the epoch. */
  from: number;
  nanoUsdPerToken: NanoUsd;
  createdAt: number;
}

export interface PriceStore {
  list(): Promise<StoredPrice[]>;
  /** A small read, made for every call. */
  of(model: string): Promise<StoredPrice[]>;
  /** @throws ConflictError PRICE_EXISTS for the same model and instant; PRICE_IN_THE_PAST when `from` lies before the ledger's latest moment. */
  add(price: StoredPrice, audit: AuditStamp): Promise<StoredPrice>;
}
