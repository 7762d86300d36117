import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { isAbsolute, join, resolve } from 'node:path';

/** The environment a command runs in; handed in, so that tests can name another. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

export interface PlaceOptions {
  url?: string;
  dataDir?: string;
}

/** Where the gateway is thought to be, and why. */
export interface GatewayPlace {
  url: string;
  source: 'option' | 'WEIGHBRIDGE_URL' | 'gateway.json' | 'environment' | 'default';
  dataDir: string;
  /** What the data directory says about the gateway that was started last; undefined when nothing can be read. */
  running: RunningGateway | undefined;
}

/** The part of `<dataDir>/gateway.json` that we read. */
export interface RunningGateway {
  url: string;
  pid: number | undefined;
}

const GATEWAY_FILE = 'gateway.json';
const TOKEN_FILE = 'cli.token';

/** The first that is set of: `--url`, WEIGHBRIDGE_URL, what the data directory says, WEIGHBRIDGE_HOST and _PORT. */
export function locateGateway(options: PlaceOptions, { env, cwd }: Surroundings): GatewayPlace {
  const dataDir = dataDirectory(options, { env, cwd });
  const running = readRunning(dataDir);
  const place = (url: string, source: GatewayPlace['source']): GatewayPlace => ({
    url,
    source,
    dataDir,
    running,
  });
  if (options.url) return place(options.url, 'option');
  if (env.WEIGHBRIDGE_URL) return place(env.WEIGHBRIDGE_URL, 'WEIGHBRIDGE_URL');
  if (running) return place(running.url, 'gateway.json');
  const set = env.WEIGHBRIDGE_HOST || env.WEIGHBRIDGE_PORT;
  const host = reachableHost(env.WEIGHBRIDGE_HOST || '127.0.0.1');
  return place(`http://${host}:${env.WEIGHBRIDGE_PORT || '4100'}`, set ? 'environment' : 'default');
}

export function dataDirectory(options: PlaceOptions, { env, cwd }: Surroundings): string {
  const named = options.dataDir || env.WEIGHBRIDGE_DATA_DIR || './.weighbridge';
  return isAbsolute(named) ? named : resolve(cwd, named);
}

/** The sign-in token that a running gateway leaves for commands on its own machine; undefined when there is none. */
export function readToken(dataDir: string): string | undefined {
  return readOr(join(dataDir, TOKEN_FILE))?.trim() || undefined;
}

/** An address that listens everywhere is reached on this machine by the loopback one. */
export function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'))
  );
}

function readRunning(dataDir: string): RunningGateway | undefined {
  const text = readOr(join(dataDir, GATEWAY_FILE));
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('url' in value)) return undefined;
    if (typeof value.url !== 'string') return undefined;
    const pid = 'pid' in value && typeof value.pid === 'number' ? value.pid : undefined;
    return { url: value.url, pid };
  } catch {
    // Half-written by a gateway that is starting: as good as absent.
    return undefined;
  }
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
