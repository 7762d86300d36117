import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import type { Tokenizer } from '@weighbridge/embeddings';
import type { SplitAs } from '../documents/document.ts';
import type { ChunkSize } from './chunk.ts';

/** Paragraphs, lines, sentences (also where no blanks stand between them), words. */
const PROSE = ['\n\n', '\n', '. ', '! ', '? ', '。', '！', '？', '；', '، ', '，', '、', ' ', '\u200b', ''];

/**
 * LangChain's recursive splitter, with exact token counts for lengths. Where nothing is left to split at, it goes by
 * UTF-16 units and may part a character in two; the tokenizer then cuts between characters.
 */
class TokenSplitter extends RecursiveCharacterTextSplitter {
  readonly #tokenizer: Tokenizer;

  constructor(separators: string[], size: ChunkSize, tokenizer: Tokenizer) {
    // It adds up the counts of parts, and joined they can come to a little more: 2 % are kept free for that.
    const chunkSize = size.chunkTokens - Math.ceil(size.chunkTokens / 50);
    super({
      separators,
      chunkSize,
      chunkOverlap: Math.min(size.overlapTokens, chunkSize - 1),
      keepSeparator: true,
      lengthFunction: (text) => tokenizer.countUpTo(text, size.chunkTokens),
    });
    this.#tokenizer = tokenizer;
  }

  protected override splitOnSeparator(text: string, separator: string): string[] {
    // Undefined when the separator used last was the last of the list.
    if (separator) return super.splitOnSeparator(text, separator);
    return this.#tokenizer.split(text, this.chunkSize).map((window) => window.text);
  }
}

export interface Piece {
  text: string;
  tokens: number;
}

/** Splits texts of one kind. Every piece is trimmed, holds something, and has at most `chunkTokens` tokens. */
export function createSplitter(
  splitAs: SplitAs,
  size: ChunkSize,
  tokenizer: Tokenizer,
): (text: string) => Promise<Piece[]> {
  const separators =
    splitAs === 'text' ? PROSE : RecursiveCharacterTextSplitter.getSeparatorsForLanguage(splitAs);
  const splitter = new TokenSplitter(separators, size, tokenizer);
  return async (text) => {
    const pieces: Piece[] = [];
    for (const part of await splitter.splitText(text)) {
      for (const piece of withinLimit(part, size.chunkTokens, tokenizer)) {
        const text = piece.trim();
        if (text !== '') pieces.push({ text, tokens: tokenizer.count(text) });
      }
    }
    return pieces;
  };
}

/** The text itself, or the fewest parts of it of about equal weight that keep to the limit. */
function withinLimit(text: string, limit: number, tokenizer: Tokenizer): string[] {
  const tokens = tokenizer.count(text);
  if (tokens <= limit) return [text];
  const share = Math.ceil(tokens / Math.ceil(tokens / limit));
  return tokenizer.split(text, Math.min(limit, share + 4)).map((window) => window.text);
}
