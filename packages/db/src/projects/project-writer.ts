import { ConflictError, NotFoundError } from '@weighbridge/embeddings/domain';
import { AuditWriter } from '../audit/audit-writer.ts';
import { drizzle, eq } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { AuditStamp, Project } from '../ports/index.ts';
import { projects } from '../schema/index.ts';
import { ProjectReader } from './project-reader.ts';

export type ProjectChange = Partial<Pick<Project, 'name' | 'splitLargeCalls' | 'allowFallback' | 'tooLong'>>;

export class ProjectWriter {
  readonly #db;
  readonly #stored: ProjectReader;
  readonly #audit: AuditWriter;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
    this.#stored = new ProjectReader(connection);
    this.#audit = new AuditWriter(connection);
  }

  /** @throws ConflictError PROJECT_EXISTS when a project already answers to the id or the name */
  create(project: Project, stamp: AuditStamp): Project {
    this.#assertFree(project.id, undefined);
    this.#assertFree(project.name, undefined);
    this.#db.insert(projects).values(project).run();
    this.#audit.write(stamp, {
      action: 'project.create',
      target: project.id,
      from: null,
      to: describe(project),
    });
    return project;
  }

  /** @throws NotFoundError; ConflictError PROJECT_EXISTS for a name that is taken. No difference writes nothing. */
  update(id: string, change: ProjectChange, stamp: AuditStamp): Project {
    const before = this.#stored.byId(id);
    if (!before) throw new NotFoundError('project', id, 'List the projects to see their ids.');
    const after: Project = {
      ...before,
      name: change.name ?? before.name,
      splitLargeCalls: change.splitLargeCalls ?? before.splitLargeCalls,
      allowFallback: change.allowFallback ?? before.allowFallback,
      tooLong: change.tooLong ?? before.tooLong,
    };
    if (describe(before) === describe(after)) return before;
    this.#assertFree(after.name, id);
    const { name, splitLargeCalls, allowFallback, tooLong } = after;
    this.#db
      .update(projects)
      .set({ name, splitLargeCalls, allowFallback, tooLong })
      .where(eq(projects.id, id))
      .run();
    this.#audit.write(stamp, {
      action: 'project.update',
      target: id,
      from: describe(before),
      to: describe(after),
    });
    return after;
  }

  /** A text must lead to one project only, whether it is read as an id or as a name. */
  #assertFree(idOrName: string, own: string | undefined): void {
    const taken = this.#stored.find(idOrName);
    if (!taken || taken.id === own) return;
    throw new ConflictError(
      'PROJECT_EXISTS',
      `"${idOrName}" already leads to the project "${taken.id}" (${taken.name}). Choose another id or name.`,
      { projectId: taken.id },
    );
  }
}

function describe(project: Project): string {
  const { name, splitLargeCalls, allowFallback, tooLong } = project;
  return `"${name}", splitLargeCalls ${splitLargeCalls}, allowFallback ${allowFallback}, tooLong ${tooLong}`;
}
