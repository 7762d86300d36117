import { InputError } from '@weighbridge/embeddings';
import type { ApiContext } from '../../context.ts';
import { resolveScope } from '../budgets/scope.ts';

/** Limits are on who calls; what a provider takes is its own limit to set. */
const ON_CALLERS = /^(global|(project|key)\s*:\s*\S.*)$/;

/**
 * The scope as calls name it, from what an administrator wrote. What it names must exist.
 * @throws InputError INVALID_REQUEST for the form; NotFoundError for what it names
 */
export async function resolveRateScope(ctx: ApiContext, text: string): Promise<string> {
  if (ON_CALLERS.test(text)) return resolveScope(ctx, text);
  throw new InputError(
    'INVALID_REQUEST',
    `"${text}" cannot have a rate limit. Write global, project:<id or name> or key:<id or name>.`,
    { field: 'scope' },
  );
}
