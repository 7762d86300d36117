import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseSpace } from '@weighbridge/embeddings';
import { CliError } from '../command-line/cli-error.ts';
import { EXIT, type ExitCode } from '../command-line/exit-codes.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { whole } from '../embed/settings.ts';
import { type Connection, type ConnectionOptions, connect } from '../gateway/connect.ts';
import type { Surroundings } from '../gateway/place.ts';
import type { Hit } from '../search/hit.ts';
import { openVectorFile, vectorFileKind } from '../vector-files/open.ts';

export interface SearchOptions extends ConnectionOptions {
  in: string;
  top: string;
  project?: string;
}

/** sqlite-vec takes no more neighbours than this. */
const MOST_HITS = 1000;
const SNIPPET_LENGTH = 240;

/**
 * `weighbridge search`: embeds the query in the file's own space and lists the nearest chunks.
 * JSON: `{ space, costNanoUsd, results: [{ score, documentId, ordinal, chunkId, title, text }] }`.
 */
export async function search(
  query: string,
  options: SearchOptions,
  terminal: Terminal,
  around: Surroundings,
): Promise<ExitCode> {
  const top = whole('--top', options.top, 1, MOST_HITS);
  const path = resolve(around.cwd, options.in);
  const space = await spaceOf(path);
  const connection = await connect(options, around);
  const answer = await connection.client.embed({
    inputs: [query],
    space,
    ...(await askedFor(space, connection)),
    ...(options.project === undefined ? {} : { project: options.project }),
  });
  const [vector] = answer.vectors;
  const results = vector ? await nearest(path, vector, top) : [];
  terminal.result({ space, costNanoUsd: answer.costNanoUsd, results }, () => hitList(results, terminal));
  return EXIT.ok;
}

/** Model and dimensions of a space; the latter only where a call may name them: some models refuse even their own. */
async function askedFor(
  space: string,
  { ask }: Connection,
): Promise<{ model?: string; dimensions?: number }> {
  const parsed = parseSpace(space);
  if (!parsed) return {};
  const { model, dimensions } = parsed;
  const known = (await ask((trpc) => trpc.models.list.query())).find(({ id }) => id === model);
  return known?.dimensions === dimensions ? { model } : { model, dimensions };
}

/** The space that the file is pinned to. @throws CliError PATH_NOT_FOUND, OUTPUT_EMPTY, OUTPUT_NOT_OURS */
async function spaceOf(path: string): Promise<string> {
  if (!existsSync(path)) {
    throw new CliError({
      code: 'PATH_NOT_FOUND',
      message: `There is no file "${path}". Make one first: weighbridge embed <files or folders> -o ${path}`,
      facts: { path },
    });
  }
  const file = await openVectorFile(path, 'float');
  const space = file.pin?.space;
  await file.close();
  if (space !== undefined) return space;
  throw new CliError({
    code: 'OUTPUT_EMPTY',
    message: `${path} holds no vectors yet. Fill it first: weighbridge embed <files or folders> -o ${path}`,
    facts: { path },
  });
}

async function nearest(path: string, vector: Float32Array, top: number): Promise<Hit[]> {
  if (vectorFileKind(path) === 'jsonl') {
    const { searchJsonl } = await import('../search/jsonl-scan.ts');
    return searchJsonl(path, vector, top);
  }
  const { searchSqlite } = await import('../search/sqlite-nearest.ts');
  return searchSqlite(path, vector, top);
}

function hitList(hits: readonly Hit[], { style }: Terminal): string {
  if (hits.length === 0) return 'Nothing found.';
  return hits
    .map(({ score, documentId, ordinal, title, text }) => {
      const head = `${style('bold', score.toFixed(3), 'stdout')}  ${documentId} #${ordinal}${title ? `  ${title}` : ''}`;
      return `${head}\n       ${snippet(text)}`;
    })
    .join('\n');
}

function snippet(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const cut = [...line].slice(0, SNIPPET_LENGTH).join('');
  return cut.length < line.length ? `${cut}…` : cut;
}
