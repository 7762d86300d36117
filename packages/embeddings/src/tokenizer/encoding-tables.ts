import { buildMergeRules, type MergeRules } from './merge-rules.ts';
import { buildTrie, type TokenTrie } from './token-trie.ts';
import { readVocabulary, type Vocabulary } from './vocabulary.ts';

/**
 * What counting needs of the vocabulary: 10 MB of flat arrays over shared memory, never written after they are
 * built, so that worker threads get them as a message without a copy.
 */
export interface EncodingTables {
  readonly vocabulary: Vocabulary;
  readonly trie: TokenTrie;
  readonly rules: MergeRules;
}

let tables: EncodingTables | undefined;

/** The tables of this thread, built at the first call (some 100 ms, synchronously) unless adopted before. */
export function loadTables(): EncodingTables {
  if (tables === undefined) {
    const vocabulary = readVocabulary();
    const trie = buildTrie(vocabulary);
    tables = { vocabulary, trie, rules: buildMergeRules(vocabulary, trie) };
  }
  return tables;
}

/** The tables of this thread if it has them already. */
export function loadedTables(): EncodingTables | undefined {
  return tables;
}

/** Takes over the tables that another thread built. */
export function adoptTables(built: EncodingTables): void {
  tables ??= built;
}
