import { DENSE, isLower, isUpper, kindOf, SEPARATOR, SYMBOL, WORD } from './characters.ts';
import { mix } from './text-seed.ts';
import { FUNCTION_WORD_WEIGHT, stemOf, weightOf } from './words.ts';

/** Takes one feature of a text: a 32-bit hash and the weight it has in meaning. A feature may come many times. */
export type FeatureSink = (feature: number, weight: number) => void;

/** Kinds of features never share a hash. */
const STEM = 0x11;
const PAIR = 0x22;
const TRIGRAM = 0x33;
const CHARACTER = 0x44;
const CHARACTER_PAIR = 0x55;
const EMBLEM = 0x66;
const COMPOUND = 0x77;

const PAIR_WEIGHT = 0.35;
/** Of all trigrams of a word together, in parts of the word's own weight. */
const TRIGRAMS_WEIGHT = 0.6;
const COMPOUND_WEIGHT = 0.5;
const CHARACTER_WEIGHT = 0.6;
const FUNCTION_CHARACTER_WEIGHT = 0.12;
/** Only the beginning of a word is looked at closely, so that a text without spaces costs no more than another. */
const LONGEST_WORD = 40;

/** Frequent grammatical characters of Chinese and Japanese. */
const FUNCTION_CHARACTERS: ReadonlySet<number> = new Set(
  Array.from(
    '的了是在和也就都而及与着或之一个这那我你他她它们吗呢吧啊はがをにのでともへやかからまでですますしたてい',
    (c) => c.charCodeAt(0),
  ),
);

/**
 * Says what a text is about as hashed features: stems, neighbouring words, trigrams of letters (so that compounds and
 * misspellings stay near), parts of identifiers, characters and pairs of them where a script has no spaces, symbols.
 * Case, punctuation and white space leave no feature.
 */
export function extractFeatures(text: string, sink: FeatureSink): void {
  const words = new WordFeatures(sink);
  let runStart = -1;
  let previousDense = -1;
  for (let i = 0; i < text.length; i++) {
    const codePoint = text.codePointAt(i) as number;
    const kind = kindOf(codePoint);
    if (kind === WORD) {
      if (runStart < 0) runStart = i;
      if (codePoint > 0xffff) i++;
      previousDense = -1;
      continue;
    }
    if (runStart >= 0) {
      words.addRun(text.slice(runStart, i));
      runStart = -1;
    }
    if (kind === DENSE) {
      addCharacter(codePoint, previousDense, sink);
      previousDense = codePoint;
    } else {
      previousDense = -1;
      if (kind === SYMBOL) sink(hashOf(EMBLEM, codePoint), 1);
      else if (kind === SEPARATOR && codePoint === 0x0a) words.breakLine();
    }
    if (codePoint > 0xffff) i++;
  }
  if (runStart >= 0) words.addRun(text.slice(runStart));
}

function addCharacter(codePoint: number, previous: number, sink: FeatureSink): void {
  const grammatical = FUNCTION_CHARACTERS.has(codePoint);
  sink(hashOf(CHARACTER, codePoint), grammatical ? FUNCTION_CHARACTER_WEIGHT : CHARACTER_WEIGHT);
  if (previous < 0) return;
  const weight = grammatical || FUNCTION_CHARACTERS.has(previous) ? CHARACTER_WEIGHT / 2 : 1;
  sink(hashOf(CHARACTER_PAIR, Math.imul(previous, 0x01000193) ^ codePoint), weight);
}

class WordFeatures {
  readonly #sink: FeatureSink;
  #previous: number | undefined;

  constructor(sink: FeatureSink) {
    this.#sink = sink;
  }

  /** A run of letters and digits: one word, or an identifier such as `parseHttpRequest` of several. */
  addRun(run: string): void {
    const shortened = run.length > LONGEST_WORD ? run.slice(0, LONGEST_WORD) : run;
    let start = 0;
    for (let i = 1; i < shortened.length; i++) {
      if (!startsPart(shortened, i)) continue;
      this.#addWord(shortened.slice(start, i).toLowerCase());
      start = i;
    }
    this.#addWord(shortened.slice(start).toLowerCase());
    if (start > 0) this.#sink(hashText(COMPOUND, shortened.toLowerCase()), COMPOUND_WEIGHT);
  }

  breakLine(): void {
    this.#previous = undefined;
  }

  #addWord(word: string): void {
    const weight = weightOf(word);
    const stem = hashText(STEM, stemOf(word));
    this.#sink(stem, weight);
    if (weight === FUNCTION_WORD_WEIGHT) return;
    this.#addTrigrams(word, weight);
    if (this.#previous !== undefined) {
      this.#sink(hashOf(PAIR, Math.imul(this.#previous, 0x01000193) ^ stem), PAIR_WEIGHT);
    }
    this.#previous = stem;
  }

  /** Of the word between two boundaries: `^ca`, `cat`, `at$`. */
  #addTrigrams(word: string, weight: number): void {
    const count = word.length;
    const each = (TRIGRAMS_WEIGHT * weight) / Math.sqrt(count);
    let before = 0x5e;
    let current = word.charCodeAt(0);
    for (let i = 1; i <= count; i++) {
      const after = i < count ? word.charCodeAt(i) : 0x24;
      this.#sink(hashOf(TRIGRAM, (before << 20) ^ (current << 10) ^ after), each);
      before = current;
      current = after;
    }
  }
}

/** In `parseHTTPRequest2`: at R of Request (a capital before a small letter), at H (a capital after a small one). */
function startsPart(run: string, i: number): boolean {
  if (!isUpper(run.charCodeAt(i))) return false;
  return isLower(run.charCodeAt(i - 1)) || (isUpper(run.charCodeAt(i - 1)) && isLower(run.charCodeAt(i + 1)));
}

function hashText(kind: number, text: string): number {
  let hash = Math.imul(kind, 0x9e3779b1);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

function hashOf(kind: number, value: number): number {
  return mix(Math.imul(kind, 0x9e3779b1) ^ value);
}
