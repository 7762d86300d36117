import type { NanoUsd, TokenizerName } from '@weighbridge/embeddings/domain';
import type { AuditStamp } from './audit.ts';

/** A price that an administrator set. */
export interface StoredPrice {
  id: string;
  model: string;
  /** First ms at which it holds. */
  fromAt: number;
  /** 0 only where the model was declared free. */
  nanoUsdPerToken: NanoUsd;
  createdAt: number;
  /** When it was removed or replaced; it stays in the list, since spend was settled by it. */
  removedAt: number | null;
}

/** A model that an administrator defined beside the ones that ship. */
export interface StoredModel {
  id: string;
  dimensions: number;
  shortenable: boolean;
  unitNorm: boolean;
  tokenizer: TokenizerName;
  maxInputs: number;
  maxTokensPerInput: number;
  maxTokensPerRequest: number;
  createdAt: number;
}

export interface CatalogueStore {
  /** A small read, made for every call. */
  model(id: string): Promise<StoredModel | undefined>;
  /** Those in force and those to come; a small read, made for every call. */
  pricesOf(model: string): Promise<StoredPrice[]>;
  models(): Promise<StoredModel[]>;
  /** All that were ever set, removed ones included: by model, oldest beginning first. */
  prices(): Promise<StoredPrice[]>;
  /** Takes the place of a live price of the same model and beginning; the same price again writes nothing. */
  setPrice(price: StoredPrice, audit: AuditStamp): Promise<StoredPrice>;
  /** @throws NotFoundError */
  removePrice(id: string, audit: AuditStamp): Promise<void>;
  /** Creates, or changes the one of the same id; with its price, in one transaction. */
  defineModel(model: StoredModel, price: StoredPrice | undefined, audit: AuditStamp): Promise<StoredModel>;
  /** Its prices go with it, so that a later model of the same name does not inherit them. @throws NotFoundError */
  removeModel(id: string, audit: AuditStamp): Promise<void>;
}
