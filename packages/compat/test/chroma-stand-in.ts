import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cosine } from './shared.ts';

interface StoredCollection {
  id: string;
  name: string;
  configuration_json: unknown;
  records: Map<string, { document: string; embedding: ArrayLike<number> }>;
}

/** The few calls of Chroma's HTTP API that the example makes, over memory: the real server is a binary of 50 MB. */
export async function startChromaStandIn(): Promise<{
  url: string;
  collections: Map<string, StoredCollection>;
  close(): Promise<void>;
}> {
  const collections = new Map<string, StoredCollection>();
  const byId = (id: string) => [...collections.values()].find((collection) => collection.id === id)!;

  const answer = (path: string, body: Record<string, unknown>): unknown => {
    const [, id = '', verb] = /\/collections\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    switch (verb) {
      case 'upsert': {
        const { ids, documents, embeddings } = body as Record<string, string[]>;
        for (const [row, key] of ids!.entries()) {
          byId(id).records.set(key, { document: documents![row]!, embedding: floats(embeddings![row]) });
        }
        return true;
      }
      case 'query': {
        const { query_embeddings: [query] = [], n_results: count } = body as {
          query_embeddings: unknown[];
          n_results: number;
        };
        const nearest = [...byId(id).records]
          .map(([key, { document, embedding }]) => ({
            key,
            document,
            distance: 1 - cosine(floats(query), embedding),
          }))
          .sort((a, b) => a.distance - b.distance)
          .slice(0, count);
        return {
          ids: [nearest.map(({ key }) => key)],
          documents: [nearest.map(({ document }) => document)],
          distances: [nearest.map(({ distance }) => distance)],
          metadatas: [nearest.map(() => null)],
          include: ['documents', 'distances', 'metadatas'],
        };
      }
      default:
        return null;
    }
  };

  const open = (body: Record<string, unknown>) => {
    const name = String(body.name);
    const known = collections.get(name);
    const collection = known ?? {
      id: randomUUID(),
      name,
      configuration_json: body.configuration,
      records: new Map(),
    };
    collections.set(name, collection);
    const { id, configuration_json } = collection;
    return {
      id,
      name,
      configuration_json,
      metadata: null,
      tenant: 'default_tenant',
      database: 'default_database',
    };
  };

  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = text === '' ? {} : JSON.parse(text);
    const path = request.url ?? '';
    let reply: unknown;
    if (path.endsWith('/pre-flight-checks'))
      reply = { max_batch_size: 1000, supports_base64_encoding: false };
    else if (path.endsWith('/auth/identity')) {
      reply = { user_id: 'anyone', tenant: 'default_tenant', databases: ['default_database'] };
    } else if (path.endsWith('/collections')) reply = open(body);
    else reply = answer(path, body);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    collections,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function floats(embedding: unknown): ArrayLike<number> {
  if (!Array.isArray(embedding)) throw new Error('The client sent no array of numbers.');
  return embedding;
}
