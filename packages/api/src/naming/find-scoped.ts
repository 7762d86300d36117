import { WeighbridgeError } from '@weighbridge/embeddings';
import type { ApiContext } from '../context.ts';
import { resolveScope } from '../services/budgets/scope.ts';
import { findNamed, type Naming } from './find-named.ts';

/** What stands under a scope, and the words that tell it from others there, such as a budget's window. */
export interface Scoped {
  id: string;
  scope: string;
}

/**
 * A budget or a rate limit, by id or by scope and words, `project:search day`; words may be left out while the scope has
 * only one. @throws NotFoundError; ConflictError AMBIGUOUS_NAME
 */
export async function findScoped<Item extends Scoped>(
  ctx: ApiContext,
  given: string,
  items: readonly Item[],
  what: string,
  wordsOf: (item: Item) => readonly string[],
): Promise<Item> {
  const naming: Naming<Item> = {
    what,
    names: (item) => [`${item.scope} ${wordsOf(item).join(' ')}`, ...namesOf(item.scope, wordsOf(item))],
    distinction: (item) => `${item.scope} ${wordsOf(item).join(' ')}`,
    hint: 'Name it by its id, or by its scope and what follows it.',
  };
  const text = given.trim().replace(/\s+/g, ' ');
  const known = new Set(items.flatMap((item) => namesOf(item.scope, wordsOf(item))));
  return findNamed(known.has(text) ? text : await withId(ctx, text), items, naming);
}

/** The scope with any of the words, in any order. */
function namesOf(scope: string, words: readonly string[]): string[] {
  const [first = '', second] = words;
  const endings =
    second === undefined ? [first] : [`${first} ${second}`, `${second} ${first}`, first, second];
  return [scope, ...endings.map((ending) => `${scope} ${ending}`)];
}

/** The same with the id of what the scope names, where it was given by name: `project:Search day`. */
async function withId(ctx: ApiContext, text: string): Promise<string> {
  const words = text.split(' ');
  // A name may hold blanks, so the longest scope that names something is the one.
  for (let end = words.length; end > 0; end--) {
    const scope = words.slice(0, end).join(' ');
    if (!scope.includes(':')) continue;
    try {
      return [await resolveScope(ctx, scope), ...words.slice(end)].join(' ');
    } catch (error) {
      if (!WeighbridgeError.isInstance(error) || error.code === 'AMBIGUOUS_NAME') throw error;
    }
  }
  return text;
}
