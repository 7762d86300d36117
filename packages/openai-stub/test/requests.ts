import OpenAI from 'openai';
import type { Stub } from '../src/index.ts';

export const SMALL = 'text-embedding-3-small';
export const KEY = 'sk-test-0123456789';

/** A raw request to `POST /v1/embeddings`; a string body goes out as it is. */
export async function post(
  stub: Pick<Stub, 'baseUrl'>,
  body: unknown,
  init: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Response> {
  return await fetch(`${stub.baseUrl}/embeddings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...init.headers },
    body:
      typeof body === 'string' || body instanceof Uint8Array
        ? (body as NonNullable<RequestInit['body']>)
        : JSON.stringify(body),
    ...(init.signal === undefined ? {} : { signal: init.signal }),
  });
}

/** A successful answer's JSON. */
export interface EmbeddingList {
  object: string;
  model: string;
  usage?: { prompt_tokens: number; total_tokens: number };
  data: { object: string; index: number; embedding: string | (number | null)[] }[];
}

/** Posts and reads the JSON, whatever the status. */
export async function postJson(stub: Pick<Stub, 'baseUrl'>, body: unknown): Promise<EmbeddingList> {
  return (await (await post(stub, body)).json()) as EmbeddingList;
}

/** An item's vector, from either encoding. */
export function decode(embedding: string | (number | null)[]): Float32Array {
  if (typeof embedding !== 'string') return Float32Array.from(embedding, (value) => value ?? Number.NaN);
  const bytes = Buffer.from(embedding, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

export function norm(vector: ArrayLike<number>): number {
  return Math.sqrt(Array.from(vector).reduce((sum, value) => sum + value * value, 0));
}

export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0) / (norm(a) * norm(b));
}

/** The official SDK, without its own retries. */
export function sdk(stub: Pick<Stub, 'baseUrl'>, apiKey = KEY): OpenAI {
  return new OpenAI({ apiKey, baseURL: stub.baseUrl, maxRetries: 0 });
}

/** Resolves once a condition holds, looking every other millisecond. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Posts, and leaves without the answer as soon as a condition holds. */
export async function postAndLeave(stub: Stub, body: unknown, when: () => boolean): Promise<void> {
  const client = new AbortController();
  const answer = post(stub, body, { signal: client.signal }).then(
    () => 'answered',
    () => 'left',
  );
  await until(when);
  client.abort();
  if ((await answer) !== 'left') throw new Error('The answer was faster than leaving.');
}
