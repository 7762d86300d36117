/**
 * A vector space: only vectors of one space may be compared or stored together. The endpoint is part of it, so that a
 * stand-in's vectors can never be read back as the real ones.
 */
export interface VectorSpace {
  /** `openai` for the official API, `mock` for the mock, otherwise the host, port and path that answered. */
  endpoint: string;
  model: string;
  dimensions: number;
}

const OFFICIAL_HOSTS: ReadonlySet<string> = new Set(['api.openai.com']);

/** The canonical text of a space: `endpoint/model/dimensions`, each part percent-encoded where it holds a slash. */
export function formatSpace(space: VectorSpace): string {
  const part = (text: string) => text.replaceAll('%', '%25').replaceAll('/', '%2F');
  return `${part(space.endpoint)}/${part(space.model)}/${space.dimensions}`;
}

/** Reads what formatSpace wrote; undefined when it is not of that form. */
export function parseSpace(text: string): VectorSpace | undefined {
  const [endpoint, model, dimensions, ...rest] = text.split('/');
  if (!endpoint || !model || !dimensions || rest.length > 0 || !/^[1-9]\d*$/.test(dimensions))
    return undefined;
  return { endpoint: decodePart(endpoint), model: decodePart(model), dimensions: Number(dimensions) };
}

function decodePart(part: string): string {
  return part.replaceAll('%2F', '/').replaceAll('%25', '%');
}

/**
 * The endpoint's name within a space, from a base URL: `openai` only for the official API over TLS, otherwise host and
 * port, with the path when it is not the usual `/v1`.
 */
export function endpointOf(baseUrl: string): string {
  const url = new URL(baseUrl);
  const path = url.pathname.replace(/\/+$/, '');
  if (url.protocol === 'https:' && OFFICIAL_HOSTS.has(url.hostname) && url.port === '' && path === '/v1') {
    return 'openai';
  }
  // The port is always written out, so that a host named `openai` or `mock` cannot pass for either.
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return `${url.hostname}:${port}${path === '/v1' ? '' : path}`;
}
