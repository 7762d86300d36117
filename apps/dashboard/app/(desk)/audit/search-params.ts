import { createLoader, parseAsInteger, parseAsString } from 'nuqs/server';

/** `action`: only changes of that kind; `before`: the page of older lines. */
export const auditParams = { action: parseAsString, before: parseAsInteger };

export const loadAuditParams = createLoader(auditParams);

const PAGE_SIZE = 40;

interface AuditInput {
  limit: number;
  action?: string;
  before?: number;
}

/** The same on the server and in the browser, so that what was prefetched is found. */
export function auditInput({ action, before }: { action: string | null; before: number | null }): AuditInput {
  return {
    limit: PAGE_SIZE,
    ...(action === null ? {} : { action }),
    ...(before === null ? {} : { before }),
  };
}
