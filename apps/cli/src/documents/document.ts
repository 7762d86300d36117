/** The separators a text is split by: of a programming language, of Markdown, or of plain prose. */
export type SplitAs =
  | 'text'
  | 'markdown'
  | 'cpp'
  | 'go'
  | 'java'
  | 'js'
  | 'php'
  | 'proto'
  | 'python'
  | 'rst'
  | 'ruby'
  | 'rust'
  | 'scala'
  | 'swift'
  | 'latex'
  | 'sol';

/** A file's text, ready to be split. */
export interface Document {
  /** Its path from the working directory, with forward slashes; stable from run to run. */
  id: string;
  /** Where it is on disk. */
  path: string;
  kind: 'html' | SplitAs;
  splitAs: SplitAs;
  /** An HTML page's title; null for everything else. */
  title: string | null;
  text: string;
}

/** Why a file was left out (`skipped`), or could not be read although it should have been (`failed`). */
export interface FileProblem {
  path: string;
  outcome: 'skipped' | 'failed';
  code: 'BINARY' | 'NOT_TEXT' | 'EMPTY' | 'TOO_LARGE' | 'VECTOR_FILE' | 'UNREADABLE';
  message: string;
}
