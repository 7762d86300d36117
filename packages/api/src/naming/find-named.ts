import { ConflictError, NotFoundError } from '@weighbridge/embeddings';

/** How many are listed in a refusal; more would not be read. */
const LISTED = 10;

export interface Naming<Item extends { id: string }> {
  /** What it is called in an error, such as `webhook`. */
  what: string;
  /** Every name it goes by, besides its id. */
  names(item: Item): readonly string[];
  /** What tells it from others of the same name, such as `project search`. */
  distinction(item: Item): string;
  /** What to do when there is none. */
  hint: string;
}

/**
 * The one that somebody meant, by id or else by name; an id goes before a name.
 * @throws NotFoundError with the names there are; ConflictError AMBIGUOUS_NAME with the ids it may be
 */
export function findNamed<Item extends { id: string }>(
  given: string,
  items: readonly Item[],
  naming: Naming<Item>,
): Item {
  const byId = items.find(({ id }) => id === given);
  if (byId) return byId;
  const [one, ...others] = items.filter((item) => naming.names(item).includes(given));
  if (one && others.length === 0) return one;
  if (one) throw ambiguous(given, [one, ...others], naming);
  const known = [...new Set(items.map((item) => naming.names(item)[0] ?? item.id))];
  throw new NotFoundError(naming.what, given, [knownNames(known), naming.hint].filter(Boolean).join(' '));
}

/** The refusal of a name that several things bear. */
export function ambiguous<Item extends { id: string }>(
  given: string,
  items: readonly Item[],
  { what, distinction }: Pick<Naming<Item>, 'what' | 'distinction'>,
): ConflictError {
  const candidates = items.map((item) => ({ id: item.id, distinction: distinction(item) }));
  const listed = candidates.slice(0, LISTED).map(({ id, distinction }) => `${id} (${distinction})`);
  const more = items.length > LISTED ? ` and ${items.length - LISTED} more` : '';
  return new ConflictError(
    'AMBIGUOUS_NAME',
    `"${given}" may be any of ${items.length}: ${listed.join(', ')}${more}. Give the id of the ${what} that is meant.`,
    { what, name: given, candidates },
  );
}

function knownNames(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return `There ${names.length === 1 ? 'is' : 'are'}: ${names.slice(0, LISTED).join(', ')}${more}.`;
}
