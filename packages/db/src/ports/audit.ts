/** Who changed what, from what, to what, and why. Secrets appear here only as their last four characters. */
export interface AuditLine {
  id: number;
  at: number;
  /** `admin`, `cli`, `environment` for what a start took from it, or `gateway` for what it did of its own. */
  actor: string;
  /** Such as `mode.set`, `provider.configure`, `budget.create`, `key.revoke`. */
  action: string;
  target: string;
  from: string | null;
  to: string | null;
  reason: string | null;
  correlationId: string | null;
}

/** The part of an audit line that a mutation hands in; the store writes it in the same transaction as the change. */
export interface AuditStamp {
  at: number;
  actor: string;
  reason: string | null;
  correlationId: string | null;
}

export interface Page<T> {
  items: T[];
  /** Pass it as `before` to read on; null at the end. */
  next: number | null;
}

export interface AuditStore {
  list(options: { limit: number; before?: number; action?: string }): Promise<Page<AuditLine>>;
}
