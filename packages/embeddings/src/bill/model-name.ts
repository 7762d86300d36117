/** The embedding model that a bill's name stands for; undefined for what is none. */
export type NameOf = (name: string) => string | undefined;

/**
 * Bills name models as calls do, with a version behind them ("text-embedding-ada-002-v2"), or as the beginning of a line
 * item ("text-embedding-3-small, input").
 */
export function namesOf(models: readonly string[]): NameOf {
  // The longest first, so that a model is not taken for another one whose name begins its own.
  const known = [...models].sort((a, b) => b.length - a.length);
  return (name) => {
    const [item = ''] = name.split(',');
    const plain = item.trim();
    const model = known.find((id) => plain === id || versionOf(plain, id));
    if (model !== undefined) return model;
    return plain.toLowerCase().includes('embedding') ? plain : undefined;
  };
}

function versionOf(name: string, id: string): boolean {
  return name.startsWith(`${id}-`) && /^(v\d+|\d{4}-\d{2}-\d{2})$/.test(name.slice(id.length + 1));
}
