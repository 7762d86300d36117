import { namesOf } from '../bill/model-name.ts';
import { MODELS } from './catalogue.ts';

const SHIPPED = MODELS.map(({ id }) => id);
const nameOf = namesOf(SHIPPED);

/**
 * The model that an answer says made it, where that is certainly not the one that was asked for: both are OpenAI's, and
 * they differ. A version behind the name, or who serves it before a slash, is no difference; nor is a name that nobody
 * here knows, such as that of a deployment.
 */
export function otherModel(asked: string, named: string): string | undefined {
  if (!SHIPPED.includes(asked)) return undefined;
  const known = nameOf(named.slice(named.lastIndexOf('/') + 1));
  return known !== undefined && known !== asked && SHIPPED.includes(known) ? known : undefined;
}
