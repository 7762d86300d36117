import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDead, ownIdentity, type ProcessIdentity } from './process-identity.ts';

const PREFIX = 'weighbridge-mock-';

/** Says whose a folder is; without it nobody removes one that is not his own. */
const OWNER = 'mock-owner.json';

/** A new folder for one gateway, which says whose it is. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, OWNER), JSON.stringify(ownIdentity()), { mode: 0o600 });
  return folder;
}

/**
 * Removes what gateways left that were killed before they could: folders of this user alone that name a process of this
 * machine which certainly lives no more. Never throws; what cannot be removed stays. Answers what was removed.
 */
export function sweepFolders(): string[] {
  return orNone(() => readdirSync(tmpdir()))
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(tmpdir(), name))
    .filter(isLeftBehind)
    .filter(remove);
}

function isLeftBehind(folder: string): boolean {
  try {
    const found = lstatSync(folder);
    // A link could lead anywhere.
    if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) return false;
    const owner = readOwner(readFileSync(join(folder, OWNER), 'utf8'));
    return owner !== undefined && isDead(owner);
  } catch {
    return false;
  }
}

function readOwner(text: string): ProcessIdentity | undefined {
  const { pid, place, began } = JSON.parse(text) as Record<string, unknown>;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (typeof place !== 'string' || (typeof began !== 'string' && began !== null)) return undefined;
  return { pid, place, began };
}

function remove(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}

function orNone(list: () => string[]): string[] {
  try {
    return list();
  } catch {
    return [];
  }
}
