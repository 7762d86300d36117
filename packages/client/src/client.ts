import { type Connection, normaliseUrl } from './connection.ts';
import { createEmbed } from './embed.ts';
import { withRetries } from './retry.ts';
import { embedStream } from './stream/embed-stream.ts';
import { quoteStream } from './stream/quote-stream.ts';
import { createTransport } from './transport.ts';
import type { ClientOptions, WeighbridgeClient } from './types.ts';

export function createClient(options: ClientOptions): WeighbridgeClient {
  const url = normaliseUrl(options.url);
  const retries = options.retries ?? 2;
  const connection: Connection = {
    url,
    bearer: options.key ?? options.token,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    headers: options.headers ?? {},
  };
  const trpc = createTransport(connection);
  const embed = createEmbed(connection, trpc);
  const client: WeighbridgeClient = {
    url,
    trpc,
    embed: (request) => embed(request, { retries }),
    embedStream: (source, streaming) => embedStream(embed, source, streaming),
    quote({ signal, ...input }) {
      return withRetries({ url, retries, signal }, () =>
        trpc.embeddings.quote.query(input, callOptions(signal)),
      );
    },
    quoteStream: (source, streaming) => quoteStream((request) => client.quote(request), source, streaming),
    countTokens({ signal, ...input }) {
      return withRetries({ url, retries, signal }, () =>
        trpc.embeddings.countTokens.query(input, callOptions(signal)),
      );
    },
  };
  return client;
}

function callOptions(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
