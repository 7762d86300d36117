import { createTokenizer, type Tokenizer } from '@weighbridge/embeddings';
import { type ChunkEvent, chunkFiles } from '../chunks/stream.ts';
import { findFiles } from '../documents/find.ts';
import type { FoundFile } from '../documents/read.ts';
import type { ReadingSettings } from './settings.ts';

/** The files of a run; they are read and split anew for each pass, so that memory stays flat. */
export interface Job {
  files: readonly FoundFile[];
  chunks(): AsyncGenerator<ChunkEvent>;
}

/** @throws CliError PATH_NOT_FOUND */
export async function openJob(
  paths: readonly string[],
  settings: ReadingSettings,
  where: { cwd: string; except: readonly string[] },
): Promise<Job> {
  const files = await findFiles(paths, {
    cwd: where.cwd,
    include: settings.include,
    exclude: settings.exclude,
    except: where.except,
  });
  const tokenizer: Tokenizer = createTokenizer();
  return {
    files,
    chunks: () =>
      chunkFiles(files, {
        chunkTokens: settings.chunkTokens,
        overlapTokens: settings.overlapTokens,
        maxFileBytes: settings.maxFileBytes,
        tokenizer,
      }),
  };
}
