import { asc, drizzle, eq, sql } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { Project } from '../ports/index.ts';
import { projects } from '../schema/index.ts';

export class ProjectReader {
  readonly #list;
  readonly #byId;
  readonly #byName;

  constructor(connection: Connection) {
    const db = drizzle({ client: connection });
    this.#list = db.select().from(projects).orderBy(asc(projects.createdAt), asc(projects.id)).prepare();
    this.#byId = db
      .select()
      .from(projects)
      .where(eq(projects.id, sql.placeholder('id')))
      .prepare();
    this.#byName = db
      .select()
      .from(projects)
      .where(eq(projects.name, sql.placeholder('name')))
      .prepare();
  }

  list(): Project[] {
    return this.#list.all();
  }

  /** An id goes before a name. */
  find(idOrName: string): Project | undefined {
    return this.#byId.get({ id: idOrName }) ?? this.#byName.get({ name: idOrName });
  }

  byId(id: string): Project | undefined {
    return this.#byId.get({ id });
  }
}
