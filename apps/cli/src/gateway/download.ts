import { fromErrorBody, toClientError } from '@weighbridge/client';
import { CliError } from '../command-line/cli-error.ts';

/**
 * `GET` of a file that the gateway streams. @throws WeighbridgeClientError as the gateway words it; CliError BAD_ANSWER when
 * something else answers
 */
export async function download(
  url: string,
  authorization: string,
  path: string,
): Promise<ReadableStream<Uint8Array>> {
  let response: Response;
  try {
    response = await fetch(new URL(path, url), { headers: { authorization } });
  } catch (error) {
    throw toClientError(error, url);
  }
  if (response.ok && response.body) return response.body;
  const refusal = fromErrorBody(await response.json().catch(() => undefined));
  if (refusal) throw refusal;
  throw new CliError({
    code: 'BAD_ANSWER',
    message: `What answers at ${url} has no ${path.split('?')[0]} (HTTP ${response.status}). Check the address and the gateway’s version.`,
    facts: { url, status: response.status },
  });
}
