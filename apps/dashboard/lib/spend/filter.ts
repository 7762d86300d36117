import type { Span } from './range.ts';

/** What narrows every sum; each is one value of a dimension. */
export interface SumFilter {
  project: string | null;
  provider: string | null;
  model: string | null;
  key: string | null;
  tag: string | null;
}

/** What narrows the ledger's lines besides. */
export interface LineFilter {
  kind: string | null;
  state: string | null;
  error: string | null;
  correlation: string | null;
  request: string | null;
}

export type Dimension = keyof SumFilter;

export const DIMENSIONS: readonly Dimension[] = ['project', 'provider', 'model', 'key', 'tag'];

export const DIMENSION_NAMES: Readonly<Record<Dimension, string>> = {
  project: 'Project',
  provider: 'Provider',
  model: 'Model',
  key: 'Key',
  tag: 'Tag',
};

export const LINE_FILTER_NAMES: Readonly<Record<keyof LineFilter, string>> = {
  kind: 'Kind',
  state: 'State',
  error: 'Error',
  correlation: 'Correlation id',
  request: 'Request id',
};

/** As the procedures call the filters; what is not set is left out. */
export function sumQuery(filter: SumFilter) {
  const { project, provider, model, key, tag } = filter;
  return {
    ...(project === null ? {} : { project }),
    ...(provider === null ? {} : { provider }),
    ...(model === null ? {} : { model }),
    ...(key === null ? {} : { keyId: key }),
    ...(tag === null ? {} : { tag }),
  };
}

export function lineQuery(filter: Omit<LineFilter, 'kind' | 'state'>) {
  const { error, correlation, request } = filter;
  return {
    ...(error === null ? {} : { errorCode: error }),
    ...(correlation === null ? {} : { correlationId: correlation }),
    ...(request === null ? {} : { requestId: request }),
  };
}

/** The address of a file with what the filters show, newest first as on the page. */
export function exportHref(format: 'csv' | 'jsonl', span: Span, filter: SumFilter & LineFilter): string {
  const { kind, state } = filter;
  const query = new URLSearchParams({
    format,
    order: 'newest',
    from: span.from,
    to: span.to,
    ...sumQuery(filter),
    ...lineQuery(filter),
    ...(kind === null ? {} : { kind }),
    ...(state === null ? {} : { state }),
  });
  return `/api/export/ledger?${query}`;
}

/** What somebody who pastes an id or a code into the search field means. Null for nothing. */
export function readSearch(text: string): Pick<LineFilter, 'error' | 'correlation' | 'request'> | null {
  const term = text.trim();
  const none = { error: null, correlation: null, request: null };
  if (term === '') return null;
  if (term.startsWith('call_')) return { ...none, request: term };
  if (/^[A-Z][A-Z0-9_]+$/.test(term)) return { ...none, error: term };
  return { ...none, correlation: term };
}
