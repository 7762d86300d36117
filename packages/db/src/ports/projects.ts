import type { TooLong } from '@weighbridge/embeddings/domain';
import type { AuditStamp } from './audit.ts';

export interface Project {
  /** A slug such as `default` or `search-team`; never changes. */
  id: string;
  name: string;
  /** Split a call that is larger than one request may be; otherwise it is refused as OpenAI would. */
  splitLargeCalls: boolean;
  /** In hybrid mode, calls of this project may be answered wholly by the fallback. */
  allowFallback: boolean;
  /** What becomes of texts longer than the model takes, unless the call says. */
  tooLong: TooLong;
  createdAt: number;
}

export interface ProjectStore {
  list(): Promise<Project[]>;
  /** By id or by name. */
  find(idOrName: string): Promise<Project | undefined>;
  /** @throws ConflictError PROJECT_EXISTS */
  create(project: Project, audit: AuditStamp): Promise<Project>;
  /** @throws NotFoundError */
  update(
    id: string,
    change: Partial<Pick<Project, 'name' | 'splitLargeCalls' | 'allowFallback' | 'tooLong'>>,
    audit: AuditStamp,
  ): Promise<Project>;
}

/** An access key; the key itself is shown once and stored only as its SHA-256. */
export interface AccessKey {
  id: string;
  projectId: string;
  name: string;
  last4: string;
  allowFallback: boolean;
  createdAt: number;
  revokedAt: number | null;
  lastUsedAt: number | null;
}

export interface KeyStore {
  list(projectId?: string): Promise<AccessKey[]>;
  findByHash(sha256: string): Promise<AccessKey | undefined>;
  /** @throws NotFoundError when the project does not exist; ConflictError KEY_NAME_TAKEN for a live key of that name in the project. */
  create(key: AccessKey, sha256: string, audit: AuditStamp): Promise<AccessKey>;
  /** Revoking a revoked key changes nothing. @throws NotFoundError */
  revoke(id: string, audit: AuditStamp): Promise<AccessKey>;
  /** Trailing; written at most once a minute per key. */
  touch(id: string, at: number): Promise<void>;
}

export interface SessionStore {
  create(session: { tokenHash: string; createdAt: number; expiresAt: number }): Promise<void>;
  find(tokenHash: string): Promise<{ createdAt: number; expiresAt: number } | undefined>;
  remove(tokenHash: string): Promise<void>;
  removeExpired(at: number): Promise<number>;
}
