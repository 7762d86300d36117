import { type Caller, digest } from '@weighbridge/api';
import type { AccessKey, Project } from '@weighbridge/db';
import { describe, expect, it } from 'vitest';
import { type AuthenticateDeps, authenticate } from './authenticate.ts';

const project = { id: 'default' } as Project;
const key = { id: 'key_1', projectId: 'default', name: 'k', revokedAt: null } as AccessKey;
const NOW = 1_000_000;

const deps = {
  stores: {
    keys: {
      findByHash: async (hash: string) => {
        if (hash === digest('wb_good')) return key;
        if (hash === digest('wb_revoked')) return { ...key, revokedAt: 1 };
        if (hash === digest('wb_orphan')) return { ...key, projectId: 'gone' };
        return undefined;
      },
      touch: () => Promise.reject(new Error('The disk is full.')),
    },
    projects: { find: async (id: string) => (id === 'default' ? project : undefined) },
    sessions: {
      find: async (hash: string) =>
        hash === digest('live')
          ? { createdAt: 0, expiresAt: NOW + 1 }
          : hash === digest('expired')
            ? { createdAt: 0, expiresAt: NOW }
            : undefined,
    },
  },
  cliToken: { matches: (token: string) => token === 'wbt_now', remove: () => undefined },
  clock: { now: () => NOW, sleep: async () => undefined },
} as unknown as AuthenticateDeps;

const who = (authorization?: string, sessionToken?: string) =>
  authenticate(deps, { authorization, sessionToken });

describe('authenticate', () => {
  it.each<[string, string | undefined, string | undefined, Partial<Caller>]>([
    ['a key', 'Bearer wb_good', undefined, { kind: 'key', key, project }],
    ['a key, whatever the case of its scheme', 'bearer wb_good', undefined, { kind: 'key' }],
    ['a session', undefined, 'live', { kind: 'admin', actor: 'admin' }],
    ['the command', 'Bearer wbt_now', undefined, { kind: 'admin', actor: 'cli' }],
    ['a key before a session', 'Bearer wb_good', 'live', { kind: 'key' }],
  ])('knows %s', async (_name, authorization, session, caller) => {
    expect(await who(authorization, session)).toMatchObject(caller);
  });

  it.each([
    ['nothing', undefined, undefined, 'MISSING_KEY'],
    ['another scheme', 'Basic d2I6', undefined, 'INVALID_KEY'],
    ['an empty header', '', undefined, 'INVALID_KEY'],
    ['an unknown key', 'Bearer wb_bad', undefined, 'INVALID_KEY'],
    ['a key without a project', 'Bearer wb_orphan', undefined, 'INVALID_KEY'],
    ['a revoked key', 'Bearer wb_revoked', undefined, 'REVOKED_KEY'],
    ['the command of an earlier start', 'Bearer wbt_then', undefined, 'INVALID_KEY'],
    ['a bad key with a good session', 'Bearer wb_bad', 'live', 'INVALID_KEY'],
    ['an expired session', undefined, 'expired', 'NOT_SIGNED_IN'],
    ['an unknown session', undefined, 'made up', 'NOT_SIGNED_IN'],
  ])('refuses %s', async (_name, authorization, session, code) => {
    expect(await who(authorization, session)).toMatchObject({ kind: 'nobody', refusal: { code } });
  });
});
