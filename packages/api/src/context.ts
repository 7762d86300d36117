import type { AccessKey, Project, Stores } from '@weighbridge/db';
import type { AccessError, Clock, Engine, ModelCatalogue, NewId } from '@weighbridge/embeddings';
import type { KeepingDesk } from './keeping-desk.ts';
import type { LiveHub } from './live.ts';
import type { ProviderDesk } from './provider-desk.ts';
import type { WebhookDesk } from './webhook-desk.ts';

/** Who is calling, decided before any procedure runs. */
export type Caller =
  | { kind: 'admin'; actor: 'admin' | 'cli' }
  | { kind: 'key'; key: AccessKey; project: Project }
  /** `refusal` says why, and is thrown by the first procedure that needs somebody. */
  | { kind: 'nobody'; refusal: AccessError };

/** The session cookie, as a transport offers it. */
export interface SessionDoor {
  /**
   * Runs one password check, one at a time and under the limit of the caller's address.
   * @throws WeighbridgeError TOO_MANY_SIGN_INS after too many wrong passwords.
   */
  attempt(check: () => Promise<boolean>): Promise<boolean>;
  /** Token of the session that came with the request. */
  token: string | undefined;
  open(token: string, expiresAt: number): void;
  close(): void;
}

/** What every verb may use; lives as long as the gateway. */
export interface Services {
  stores: Stores;
  engine: Engine;
  providers: ProviderDesk;
  webhooks: WebhookDesk;
  live: LiveHub;
  keeping: KeepingDesk;
  clock: Clock;
  newId: NewId;
  /** Stands for the key under which a project's texts are hashed, without giving it away. */
  poolFingerprint(projectId: string): string;
  /** Models with the prices in force, as they are at this moment. */
  models: ModelCatalogue;
  /** Checks the admin password; slow on purpose. */
  verifyPassword(password: string): Promise<boolean>;
  system: {
    version: string;
    startedAt: number;
    dataDir: string;
    openaiBaseUrl: string;
    environment: readonly string[];
  };
  /** Structured log of an error nobody expected; its text never goes to a client. */
  reportUnexpected(error: unknown, correlationId: string): void;
}

/** One request's context. */
export interface ApiContext {
  services: Services;
  caller: Caller;
  correlationId: string;
  session: SessionDoor;
  /** Aborts when the client goes away. */
  signal: AbortSignal | undefined;
}

/** The context behind `callerProcedure`. */
export type CallerContext = ApiContext & { caller: Exclude<Caller, { kind: 'nobody' }> };

/** The context behind `adminProcedure`. */
export type AdminContext = ApiContext & { caller: Extract<Caller, { kind: 'admin' }> };
