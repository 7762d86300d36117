import type { IncomingHttpHeaders } from 'node:http';
import { InputError, TOO_LONG, type TooLong } from '@weighbridge/embeddings';

/** What a call asks for beside OpenAI's own fields. */
export interface AskedHeaders {
  tags: string[];
  /** Undefined leaves it to the project, as with `split`. */
  tooLong: TooLong | undefined;
  split: boolean | undefined;
}

/** @throws InputError INVALID_REQUEST naming the header */
export function readAskedHeaders(headers: IncomingHttpHeaders): AskedHeaders {
  return {
    tags: listOf(headers['x-weighbridge-tags']),
    tooLong: oneOf(headers, 'x-weighbridge-too-long', TOO_LONG),
    split: SPLIT[oneOf(headers, 'x-weighbridge-split', ['true', 'false']) ?? 'unsaid'],
  };
}

const SPLIT = { true: true, false: false, unsaid: undefined } as const;

/** `x-weighbridge-tags: team:search, nightly`. */
function listOf(header: string | string[] | undefined): string[] {
  const lists = header === undefined ? [] : [header].flat();
  return lists.flatMap((list) => list.split(',')).filter((tag) => tag.trim() !== '');
}

function oneOf<T extends string>(
  headers: IncomingHttpHeaders,
  name: string,
  allowed: readonly T[],
): T | undefined {
  const given = headers[name];
  if (given === undefined) return undefined;
  const found = allowed.find((value) => value === String(given).trim().toLowerCase());
  if (found !== undefined) return found;
  throw new InputError(
    'INVALID_REQUEST',
    `The header "${name}" must be one of: ${allowed.join(', ')}. Leave it out for the project's setting.`,
    { field: name },
  );
}
