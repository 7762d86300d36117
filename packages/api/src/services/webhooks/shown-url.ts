import type { WebhookFormat } from '@weighbridge/db';

/**
 * An address as it may be shown and written to the audit log. A query may hold a token; of a Slack address, whoever has
 * it may post, so only its last four characters stay.
 */
export function shownUrl(url: string, format: WebhookFormat): string {
  const { origin, pathname, search } = new URL(url);
  if (format === 'slack') return `${origin}/…${pathname.replace(/\/$/, '').slice(-4)}`;
  return `${origin}${pathname}${search === '' ? '' : '?…'}`;
}
