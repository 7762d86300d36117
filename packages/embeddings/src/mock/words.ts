/** Words that carry little meaning of their own, in English and German. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the this that these those it its he she they them his her their we our you your i me my us him who whom ' +
    'which what when where why how is are was were be been being am do does did done has have had having will would ' +
    'can could shall should may might must of in on at to for from by with as into onto over under about between ' +
    'through during and or but if then than so such there here also just very too up down out off again more most ' +
    'some any each both all s t re ve ll d m let get gets got ' +
    'der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren sein wird werden wurde ' +
    'hat haben hatte ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch ihnen mein dein sein sich in im am an ' +
    'auf aus bei mit nach von vom zu zum zur für über unter um durch als wie wenn dass daß auch noch schon sehr so nur ' +
    'da dort hier was wer wo wann warum man'
  ).split(' '),
);

/** Endings that English and German inflection adds, by their last letter, longest first. */
const ENDINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['g', ['ing']],
  ['n', ['ern', 'en', 'n']],
  ['s', ['ies', 'ers', 'es', 's']],
  ['d', ['ied', 'ed']],
  ['t', ['est']],
  ['y', ['ly', 'y']],
  ['r', ['er']],
  ['m', ['em']],
  ['e', ['e']],
]);
const SHORTEST_STEM = 3;

export const FUNCTION_WORD_WEIGHT = 0.15;
const LONGEST_FUNCTION_WORD = 7;
const SHORT_WORD_WEIGHT = 0.6;
const LONG_WORD = 8;

/** How much a word says: function words hardly anything, long words more than short ones. */
export function weightOf(word: string): number {
  if (word.length <= LONGEST_FUNCTION_WORD && FUNCTION_WORDS.has(word)) return FUNCTION_WORD_WEIGHT;
  return SHORT_WORD_WEIGHT + (0.5 * Math.min(word.length, LONG_WORD)) / LONG_WORD;
}

/**
 * A rough stem: one inflectional ending less, and a doubled last consonant single ("running", "run"). It need not be a
 * word; it only has to be the same for the forms of one.
 */
export function stemOf(word: string): string {
  const endings = ENDINGS.get(word.charAt(word.length - 1));
  if (!endings || word.length <= SHORTEST_STEM) return word;
  for (const ending of endings) {
    if (word.length - ending.length < SHORTEST_STEM || !word.endsWith(ending)) continue;
    const stem = word.slice(0, -ending.length);
    const last = stem.length - 1;
    return ending !== 's' && ending !== 'e' && stem.length > 3 && stem[last] === stem[last - 1]
      ? stem.slice(0, -1)
      : stem;
  }
  return word;
}
