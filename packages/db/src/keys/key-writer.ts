import { ConflictError, NotFoundError } from '@weighbridge/embeddings/domain';
import { AuditWriter } from '../audit/audit-writer.ts';
import { and, drizzle, eq, getTableColumns, isNull, lte, or } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { AccessKey, AuditStamp } from '../ports/index.ts';
import { ProjectReader } from '../projects/project-reader.ts';
import { accessKeys } from '../schema/index.ts';

/** How exactly the last use of a key is known, in ms. */
export const TOUCH_EVERY_MS = 60_000;

const { sha256: _, ...shown } = getTableColumns(accessKeys);

export class KeyWriter {
  readonly #db;
  readonly #projects: ProjectReader;
  readonly #audit: AuditWriter;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
    this.#projects = new ProjectReader(connection);
    this.#audit = new AuditWriter(connection);
  }

  /** @throws NotFoundError when the project does not exist; ConflictError KEY_NAME_TAKEN */
  create(key: AccessKey, sha256: string, stamp: AuditStamp): AccessKey {
    if (!this.#projects.byId(key.projectId)) {
      throw new NotFoundError('project', key.projectId, 'List the projects to see their ids.');
    }
    if (this.#liveNamed(key.projectId, key.name)) {
      throw new ConflictError(
        'KEY_NAME_TAKEN',
        `The project "${key.projectId}" already has a key named "${key.name}". Choose another name, or revoke that key first.`,
        { projectId: key.projectId, name: key.name },
      );
    }
    this.#db
      .insert(accessKeys)
      .values({ ...key, sha256 })
      .run();
    this.#audit.write(stamp, { action: 'key.create', target: key.id, from: null, to: describe(key) });
    return key;
  }

  /** Revoking a revoked key changes nothing. @throws NotFoundError */
  revoke(id: string, stamp: AuditStamp): AccessKey {
    const before = this.#db.select(shown).from(accessKeys).where(eq(accessKeys.id, id)).get();
    if (!before) throw new NotFoundError('access key', id, 'List the keys to see their ids.');
    if (before.revokedAt !== null) return before;
    this.#db.update(accessKeys).set({ revokedAt: stamp.at }).where(eq(accessKeys.id, id)).run();
    this.#audit.write(stamp, {
      action: 'key.revoke',
      target: id,
      from: describe(before),
      to: 'revoked',
    });
    return { ...before, revokedAt: stamp.at };
  }

  touch(id: string, at: number): void {
    const { lastUsedAt } = accessKeys;
    this.#db
      .update(accessKeys)
      .set({ lastUsedAt: at })
      .where(and(eq(accessKeys.id, id), or(isNull(lastUsedAt), lte(lastUsedAt, at - TOUCH_EVERY_MS))))
      .run();
  }

  #liveNamed(projectId: string, name: string): boolean {
    const { id, revokedAt } = accessKeys;
    const row = this.#db
      .select({ id })
      .from(accessKeys)
      .where(and(eq(accessKeys.projectId, projectId), eq(accessKeys.name, name), isNull(revokedAt)))
      .get();
    return row !== undefined;
  }
}

function describe(key: AccessKey): string {
  return `"${key.name}" of ${key.projectId}, …${key.last4}, allowFallback ${key.allowFallback}`;
}
