import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** `window`: what is summed; `code`: only findings of that kind; `before`: the page of older findings. */
export const qualityParams = {
  window: parseAsStringLiteral(['24h', '7d', '30d'] as const).withDefault('24h'),
  code: parseAsString,
  before: parseAsInteger,
};

export const loadQualityParams = createLoader(qualityParams);

export type QualityWindow = '24h' | '7d' | '30d';

export const HOURS: Readonly<Record<QualityWindow, number>> = { '24h': 24, '7d': 168, '30d': 720 };

/** As many as the API gives: what one call found on many inputs is one line of a page. */
const PAGE_SIZE = 200;

interface FailuresInput {
  limit: number;
  code?: string;
  before?: number;
}

/** The same on the server and in the browser, so that what was prefetched is found. */
export function failuresInput({
  code,
  before,
}: {
  code: string | null;
  before: number | null;
}): FailuresInput {
  return {
    limit: PAGE_SIZE,
    ...(code === null ? {} : { code }),
    ...(before === null ? {} : { before }),
  };
}
