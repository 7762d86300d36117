import { createClient, toClientError, type WeighbridgeClient } from '@weighbridge/client';
import { CliError, usageError } from '../command-line/cli-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';
import { download } from './download.ts';
import { type GatewayPlace, isLoopback, locateGateway, readToken, type Surroundings } from './place.ts';

/** The options that every command which talks to a gateway takes. */
export interface ConnectionOptions {
  url?: string;
  dataDir?: string;
  /** An access key instead of the administrator's token. */
  key?: string;
}

export interface Connection {
  client: WeighbridgeClient;
  place: GatewayPlace;
  /** Signed in as an administrator rather than by an access key. */
  admin: boolean;
  /** Runs a call on `client.trpc` and turns what it throws into our error. */
  ask<T>(call: (trpc: WeighbridgeClient['trpc']) => Promise<T>): Promise<T>;
  /** A file that the gateway streams, by its path and query. */
  download(path: string): Promise<ReadableStream<Uint8Array>>;
}

/**
 * Connects as an administrator, by the token file in the data directory.
 * @throws CliError NOT_SIGNED_IN, or GATEWAY_UNREACHABLE when none is running.
 */
export function connectAsAdmin(options: ConnectionOptions, around: Surroundings): Promise<Connection> {
  return connect({ ...options, key: '' }, around);
}

/** Connects by `--key`, WEIGHBRIDGE_KEY, or else as an administrator. */
export async function connect(options: ConnectionOptions, around: Surroundings): Promise<Connection> {
  const place = locateGateway(options, around);
  if (!URL.canParse(place.url)) {
    throw usageError(`"${place.url}" is no address. Write one such as http://127.0.0.1:4100.`, {
      url: place.url,
    });
  }
  const key = options.key ?? around.env.WEIGHBRIDGE_KEY;
  const credential: { key?: string; token?: string } = key ? { key } : { token: await adminToken(place) };
  const client = createClient({ url: place.url, retries: 0, ...credential });
  return {
    client,
    place,
    admin: !key,
    async ask(call) {
      try {
        return await call(client.trpc);
      } catch (error) {
        throw toClientError(error, place.url);
      }
    },
    download: (path) => download(place.url, `Bearer ${credential.key ?? credential.token}`, path),
  };
}

async function adminToken(place: GatewayPlace): Promise<string> {
  // The token opens everything on this machine's gateway, so it is never sent to another machine.
  const local = isLoopback(place.url) || place.running?.url === place.url;
  const token = local ? readToken(place.dataDir) : undefined;
  if (token !== undefined) return token;
  if (!(await answers(place.url))) throw gatewayDown(place);
  throw new CliError({
    code: 'NOT_SIGNED_IN',
    message: local
      ? `A gateway answers at ${place.url}, but ${place.dataDir} holds no token to sign in with. Run this in the gateway’s own directory, or name its data directory with --data-dir.`
      : `${place.url} is not on this machine, so the token in the data directory is not sent there. Use an access key (--key or WEIGHBRIDGE_KEY), or run administrative commands on the gateway’s machine.`,
    facts: { url: place.url, dataDir: place.dataDir },
  });
}

/** Whether a gateway, and not something else, answers at an address. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(3_000) });
    const health: unknown = await response.json();
    return typeof health === 'object' && health !== null && 'status' in health;
  } catch {
    return false;
  }
}

function gatewayDown(place: GatewayPlace): CliError {
  return new CliError({
    code: 'GATEWAY_UNREACHABLE',
    message: `No gateway answers at ${place.url}. Start one with "weighbridge start", or name another with --url or --data-dir.`,
    facts: { url: place.url, dataDir: place.dataDir, source: place.source },
    exitCode: EXIT.unreachable,
  });
}
