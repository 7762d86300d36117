/** Something that waits, and what it will use up. */
export interface Waiting {
  project: string;
  cost: number;
}

interface Line<T> {
  /** What the project has used, on a scale on which all projects that wait are compared. */
  used: number;
  waiting: T[];
}

/**
 * Whoever has used the least is next, and within a project whoever came first. A project that did not wait for a while
 * has saved nothing up: it begins where the others stand.
 */
export class FairQueue<T extends Waiting> {
  readonly #lines = new Map<string, Line<T>>();
  /** Where the last one that was served stood. */
  #mark = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(item: T): void {
    let line = this.#lines.get(item.project);
    if (!line) {
      line = { used: this.#mark, waiting: [] };
      this.#lines.set(item.project, line);
    }
    if (line.waiting.length === 0) line.used = Math.max(line.used, this.#mark);
    line.waiting.push(item);
    this.#size++;
  }

  peek(): T | undefined {
    return this.#next()?.waiting[0];
  }

  shift(): T | undefined {
    const line = this.#next();
    const item = line?.waiting.shift();
    if (!line || !item) return undefined;
    this.#size--;
    this.#mark = line.used;
    line.used += item.cost;
    this.#forget();
    return item;
  }

  remove(item: T): void {
    const waiting = this.#lines.get(item.project)?.waiting;
    const at = waiting?.indexOf(item) ?? -1;
    if (at < 0) return;
    waiting?.splice(at, 1);
    this.#size--;
  }

  #next(): Line<T> | undefined {
    let next: Line<T> | undefined;
    for (const line of this.#lines.values()) {
      if (line.waiting.length > 0 && (!next || line.used < next.used)) next = line;
    }
    return next;
  }

  /** Projects that wait for nothing and would begin at the mark anyway. */
  #forget(): void {
    for (const [project, line] of this.#lines) {
      if (line.waiting.length === 0 && line.used <= this.#mark) this.#lines.delete(project);
    }
  }
}
