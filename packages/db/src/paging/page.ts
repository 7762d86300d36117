import type { Page } from '../ports/index.ts';

const MAX_ROWS = 10_000;

/** How many rows to ask for: one more than the page has, to know whether there are more. */
export function rowsFor(limit: number): number {
  return pageSize(limit) + 1;
}

/** The page that `rowsFor(limit)` rows, newest first, come to. */
export function pageOf<T extends { id: number }>(rows: readonly T[], limit: number): Page<T> {
  const items = rows.slice(0, pageSize(limit));
  return { items, next: rows.length > items.length ? (items.at(-1)?.id ?? null) : null };
}

export function pageSize(limit: number): number {
  return Math.min(Math.max(Math.trunc(limit), 1), MAX_ROWS);
}
