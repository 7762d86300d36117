import { readFile, stat } from 'node:fs/promises';
import { bytes as formatBytes } from '../present/quantity.ts';
import { RECORD_START } from '../vector-files/jsonl-record.ts';
import { decodeText } from './decode.ts';
import type { Document, FileProblem } from './document.ts';
import { kindOf, splitAsOf } from './kind.ts';

/** Larger files are hardly prose; splitting them first keeps memory flat. */
export const DEFAULT_MAX_FILE_BYTES = 32 * 1024 * 1024;

export interface FoundFile {
  /** The document's id. */
  id: string;
  path: string;
}

/** Reads one file, or says why it is left out. Never throws for what is wrong with the file. */
export async function readDocument(
  file: FoundFile,
  maxBytes: number = DEFAULT_MAX_FILE_BYTES,
): Promise<{ document: Document } | { document?: undefined; problem: FileProblem }> {
  const problem = (outcome: FileProblem['outcome'], code: FileProblem['code'], reason: string) => ({
    problem: { path: file.id, outcome, code, message: `${file.id}: ${reason}` },
  });
  let content: Uint8Array;
  try {
    const { size } = await stat(file.path);
    if (size > maxBytes) {
      return problem(
        'skipped',
        'TOO_LARGE',
        `it has ${formatBytes(size)}, more than the ${formatBytes(maxBytes)} allowed; split it, or raise --max-file-mb`,
      );
    }
    content = await readFile(file.path);
  } catch (error) {
    return problem('failed', 'UNREADABLE', `it cannot be read (${reasonOf(error)})`);
  }
  const decoded = decodeText(content);
  if (decoded.text === undefined) return problem('skipped', decoded.code, decoded.reason);
  // Beside the documents it would be embedded, numbers and all.
  if (decoded.text.startsWith(RECORD_START)) {
    return problem('skipped', 'VECTOR_FILE', 'it is what an earlier embed wrote');
  }
  const kind = kindOf(file.path, decoded.text);
  const { title, text } =
    kind === 'html' ? await fromHtml(decoded.text) : { title: null, text: decoded.text };
  if (text.trim() === '') return problem('skipped', 'EMPTY', 'it holds no text');
  return { document: { ...file, kind, splitAs: splitAsOf(kind), title, text } };
}

/** Loaded only when there is a page to read. */
async function fromHtml(html: string): Promise<{ title: string | null; text: string }> {
  const { readHtml } = await import('./html.ts');
  return readHtml(html);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EACCES') return 'permission denied';
  if ('code' in error && error.code === 'EISDIR') return 'a folder that cannot be listed';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
