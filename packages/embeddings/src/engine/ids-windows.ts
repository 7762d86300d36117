/** How ids read. */
export interface Spelling {
  /** Stands for the ids where ids mean nothing. */
  text: string;
  /** Whether they are exactly the ids of that text. */
  canonical: boolean;
  /** Whether they end inside a character. */
  endsInside: boolean;
}

export type Spell = (ids: Uint32Array) => Spelling;

/** A character takes at most four tokens, so a border of one is never further away. */
const LONGEST_CHARACTER = 4;

/**
 * Consecutive windows of at most `most` ids, each as long as can be without ending inside a character, unless the ids
 * themselves are broken there.
 */
export function* windowsOfIds(
  ids: Uint32Array,
  most: number,
  spell: Spell,
): Generator<Spelling & { ids: Uint32Array }> {
  for (let start = 0; start < ids.length; ) {
    const longest = ids.slice(start, start + most);
    let window = { ids: longest, ...spell(longest) };
    const isLast = start + longest.length === ids.length;
    for (let less = 1; less < LONGEST_CHARACTER && !isLast && window.endsInside; less++) {
      const shorter = longest.slice(0, Math.max(1, longest.length - less));
      const read = { ids: shorter, ...spell(shorter) };
      if (!read.endsInside) window = read;
    }
    yield window;
    start += window.ids.length;
  }
}
