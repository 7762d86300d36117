/** A period whose entries a restored ledger does not have. Budgets of windows in it may have been spent more than it says. */
export interface LedgerGap {
  from: number;
  to: number;
  recordedAt: number;
}

export interface MaintenanceStore {
  /** A consistent copy of the main database while it is in use. @throws StorageError when the file exists or cannot be written. */
  backup(path: string): Promise<{ bytes: number; latestEntryAt: number }>;
  /** SQLite's own check, and whether counters and roll-ups add up to the entries. */
  integrity(): Promise<{ ok: boolean; problems: string[] }>;
  /** Removes details of closed entries before an instant; roll-ups and budgets stay. Answers how many. */
  prune(before: number): Promise<{ removed: number }>;
  gaps(): Promise<LedgerGap[]>;
}
