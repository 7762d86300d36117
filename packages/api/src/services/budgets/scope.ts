import { InvalidBudgetError, NotFoundError, readTag } from '@weighbridge/embeddings';
import type { ApiContext } from '../../context.ts';
import { findKey } from '../keys/index.ts';
import { findProject } from '../projects/index.ts';

/**
 * The scope as budgets and holds name it, from what an administrator wrote. What it names must exist: a budget on a
 * misspelt name would guard nothing. Only tags come into being with the first call that bears them.
 * @throws InvalidBudgetError for the form; NotFoundError, ConflictError AMBIGUOUS_NAME or InputError UNKNOWN_MODEL for what
 * it names
 */
export async function resolveScope(ctx: ApiContext, text: string): Promise<string> {
  if (text === 'global') return text;
  const separator = text.indexOf(':');
  const name = separator < 0 ? '' : text.slice(separator + 1).trim();
  if (name === '') throw unknownForm(text);
  switch (text.slice(0, separator).trim()) {
    case 'project':
      return `project:${(await findProject(ctx, name)).id}`;
    case 'key':
      return `key:${(await findKey(ctx, name)).id}`;
    case 'tag':
      return `tag:${readTag(name)}`;
    case 'provider':
      return `provider:${await providerId(ctx, name)}`;
    case 'model':
      return `model:${(await ctx.services.models.find(name)).id}`;
    default:
      throw unknownForm(text);
  }
}

async function providerId(ctx: ApiContext, id: string): Promise<string> {
  const providers = await ctx.services.providers.status();
  const provider = providers.find((candidate) => candidate.id === id);
  if (provider) return provider.id;
  const known = providers.map((candidate) => candidate.id).join(', ');
  throw new NotFoundError('provider', id, `Use one of: ${known}.`);
}

function unknownForm(text: string): InvalidBudgetError {
  return new InvalidBudgetError(
    'scope',
    `"${text}" is none of global, project:<id or name>, key:<id or name>, tag:<tag>, provider:<id> and model:<id>.`,
  );
}
