import type { IncomingHttpHeaders } from 'node:http';
import { WeighbridgeError } from '@weighbridge/embeddings';

/**
 * A browser sends the session cookie with requests that other sites start. So whatever comes without an Authorization
 * header and may change something must come from our own pages: `Sec-Fetch-Site` says so, and where a browser does not
 * send it, `Origin` must name the host that was asked (or the one that the dashboard's proxy was asked for, in
 * `X-Forwarded-Host`, which no page of another site can set). Programs that are no browsers send neither, and pass.
 * @throws WeighbridgeError CROSS_SITE_REQUEST
 */
export function assertSameOrigin(headers: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw crossSite();
  }
  const { origin, host } = headers;
  if (origin === undefined) return;
  const asked = hostOf(origin);
  const forwarded = headers['x-forwarded-host'];
  const ours = [host, typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : undefined];
  // A page without an origin of its own sends "null", which is nobody's host.
  if (asked === undefined || !ours.includes(asked)) throw crossSite();
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function crossSite(): WeighbridgeError {
  return new WeighbridgeError({
    code: 'CROSS_SITE_REQUEST',
    kind: 'forbidden',
    message:
      'The request comes from a page of another site. Use the dashboard itself, or send an access key as "Authorization: Bearer …".',
  });
}
