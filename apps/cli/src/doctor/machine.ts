import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Surroundings } from '../gateway/place.ts';
import { KNOWN_VARIABLES, unknownVariables } from '../gateway/variables.ts';
import { bytes } from '../present/quantity.ts';
import { isDashboardBuilt } from '../start/dashboard.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** What can be told without a gateway. */
export async function machineChecks(dataDir: string, around: Surroundings): Promise<Check[]> {
  return [
    nodeVersion(),
    ...(await dataDirectory(dataDir)),
    await diskSpace(dataDir),
    await vectorExtension(),
    dashboard(),
    environment(around),
  ];
}

function nodeVersion(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 22 || (major === 22 && minor >= 19);
  return enough
    ? ok('node', process.version)
    : fail(
        'node',
        `${process.version} is too old`,
        'Use Node 22.19 or newer; on Linux the repository brings its own.',
      );
}

async function dataDirectory(dataDir: string): Promise<Check[]> {
  const name = 'data directory';
  const found = await stat(dataDir).catch(() => undefined);
  if (!found) return [ok(name, `${dataDir} does not exist yet; the first start makes it`)];
  if (!found.isDirectory()) {
    return [fail(name, `${dataDir} is no folder`, 'Name another with WEIGHBRIDGE_DATA_DIR or --data-dir.')];
  }
  const writable = await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!writable) {
    return [
      fail(name, `${dataDir} cannot be written by this user`, 'Give this user the folder, or name another.'),
    ];
  }
  const open = process.platform !== 'win32' && (found.mode & 0o077) !== 0;
  return [
    open
      ? warn(
          name,
          `${dataDir} can be entered by other users (mode ${(found.mode & 0o777).toString(8)})`,
          `It holds the ledger and the secret’s key file: chmod 700 ${dataDir}`,
        )
      : ok(name, dataDir),
  ];
}

const LITTLE = 1_000_000_000;
const TOO_LITTLE = 100_000_000;

async function diskSpace(dataDir: string): Promise<Check> {
  const name = 'disk space';
  for (let folder = dataDir; ; folder = dirname(folder)) {
    const found = await statfs(folder).catch(() => undefined);
    if (found) {
      const free = found.bavail * found.bsize;
      const hint = 'Make room: with a full disk nothing can be held, so nothing is sent.';
      if (free < TOO_LITTLE) return fail(name, `${bytes(free)} free`, hint);
      return free < LITTLE ? warn(name, `${bytes(free)} free`, hint) : ok(name, `${bytes(free)} free`);
    }
    if (folder === dirname(folder)) return warn(name, 'it cannot be told', 'Look with df.');
  }
}

async function vectorExtension(): Promise<Check> {
  const name = 'sqlite-vec';
  try {
    const { openVectorDatabase } = await import('../vector-files/sqlite-database.ts');
    openVectorDatabase(':memory:', { readonly: false }).close();
    return ok(name, 'it loads');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return warn(name, reason, 'Write JSON lines (-o vectors.jsonl) instead of a database.');
  }
}

function dashboard(): Check {
  return isDashboardBuilt()
    ? ok('dashboard', 'it is built')
    : warn('dashboard', 'it is not built', 'Run "pnpm build", or start with --no-dashboard.');
}

const SECRET = /KEY$|SECRET$|PASSWORD$|_URL$/;

/** What this shell would hand to a gateway; a misspelt name would otherwise be passed over in silence. */
function environment({ env }: Surroundings): Check {
  const name = 'environment';
  const unknown = unknownVariables(env);
  if (unknown.length > 0) {
    return warn(
      name,
      unknown.join('; '),
      `Check the spelling; known are ${[...KNOWN_VARIABLES].join(', ')}.`,
    );
  }
  const set = Object.keys(env).filter((key) => env[key] && KNOWN_VARIABLES.has(key));
  if (set.length === 0) return ok(name, 'nothing is set; defaults and stored settings are in force');
  const shown = set.map((key) =>
    SECRET.test(key) && key !== 'OPENAI_BASE_URL' ? `${key}=…` : `${key}=${env[key]}`,
  );
  return ok(name, `${shown.join(' ')} (wins over what is stored)`);
}
