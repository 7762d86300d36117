import { describe, expect, it } from 'vitest';
import type { AccessKey, Project } from '../../src/index.ts';
import { type Open, type Scene, stageFor } from './stage.ts';

/** Settings, projects, keys, sessions and the audit trail, whatever stands behind them. */
export function adminContract(open: Open): void {
  describe('settings', () => {
    const scene = stageFor(open);

    it('begin with the mock, and change the mode with an audit line in the same breath', async () => {
      const s = scene();
      const { settings } = s.stores;
      expect(await settings.mode()).toBe('mock');
      const why = s.stamp({ reason: 'go live', correlationId: 'c-9' });
      expect(await settings.setMode('real', why)).toBe('mock');
      expect(await settings.mode()).toBe('real');
      expect(await settings.setMode('real', s.stamp({ reason: 'again' }))).toBe('real');
      const { items } = await s.stores.audit.list({ limit: 1, action: 'mode.set' });
      expect(items).toMatchObject([{ ...why, target: 'mode', from: 'mock', to: 'real' }]);
      await settings.setMode('mock', s.stamp());
    });

    it('keep a provider, and show no secret in the audit trail', async () => {
      const s = scene();
      const { settings } = s.stores;
      const id = `provider-${s.project}`;
      expect(await settings.provider(id)).toBeUndefined();
      const secret = { ciphertext: 'c1ph3r', last4: 'wxyz' };
      const change = { baseUrl: 'https://user:hunter2@host.example/v1?api-key=s3cret', secret };
      const stored = await settings.configureProvider(id, change, s.stamp());
      expect(stored).toEqual({
        id,
        baseUrl: change.baseUrl,
        secretCiphertext: 'c1ph3r',
        secretLast4: 'wxyz',
        updatedAt: s.clock.at,
      });
      expect(await settings.provider(id)).toEqual(stored);
      expect(await settings.configureProvider(id, {}, s.stamp())).toEqual(stored);
      await settings.configureProvider(id, { baseUrl: null }, s.stamp());
      expect(await settings.provider(id)).toMatchObject({ baseUrl: null, secretLast4: 'wxyz' });
      await settings.configureProvider(id, { secret: null }, s.stamp());
      expect(await settings.provider(id)).toMatchObject({ secretCiphertext: null, secretLast4: null });
      const { items } = await s.stores.audit.list({ limit: 10, action: 'provider.configure' });
      const lines = items.filter(({ target }) => target === id);
      expect(lines.map(({ to }) => to)).toEqual([
        'default URL, no secret',
        'default URL, secret …wxyz',
        'URL https://host.example/v1, secret …wxyz',
      ]);
      expect(JSON.stringify(lines)).not.toMatch(/hunter2|s3cret|c1ph3r/);
    });

    it('keep named values, the first of which wins where it should', async () => {
      const s = scene();
      const { settings } = s.stores;
      expect(await settings.value(s.project)).toBeUndefined();
      const asked = ['a', 'b', 'c'].map((value) => settings.initialValue(s.project, value));
      expect(await Promise.all(asked)).toEqual(['a', 'a', 'a']);
      await settings.setValue(s.project, 'd');
      expect(await settings.value(s.project)).toBe('d');
      expect(await settings.initialValue(s.project, 'e')).toBe('d');
    });
  });

  describe('projects', () => {
    const scene = stageFor(open);

    it('begin with the default project', async () => {
      const s = scene();
      const [first] = await s.stores.projects.list();
      expect(first).toMatchObject({
        id: 'default',
        name: 'Default',
        splitLargeCalls: true,
        allowFallback: false,
        tooLong: 'error',
      });
      expect(await s.stores.projects.find('Default')).toEqual(first);
    });

    it('are found by id and name, changed, and listed', async () => {
      const s = scene();
      const { projects } = s.stores;
      const project = await projects.create(aProject(s), s.stamp());
      expect(await projects.find(project.id)).toEqual(project);
      expect(await projects.find(project.name)).toEqual(project);
      expect(await projects.find('nobody')).toBeUndefined();
      const changed = await projects.update(project.id, { allowFallback: true, name: 'New' }, s.stamp());
      expect(changed).toEqual({ ...project, allowFallback: true, name: 'New' });
      expect(await projects.list()).toContainEqual(changed);
      await projects.update(project.id, { name: 'New' }, s.stamp());
      await projects.update(project.id, { name: `Back ${s.project}` }, s.stamp());
      const { items } = await s.stores.audit.list({ limit: 10 });
      const actions = items.filter(({ target }) => target === project.id).map(({ action }) => action);
      expect(actions).toEqual(['project.update', 'project.update', 'project.create']);
    });

    it('refuse what would lead to two projects, and what is not there', async () => {
      const s = scene();
      const { projects } = s.stores;
      const project = await projects.create(aProject(s), s.stamp());
      const taken = { code: 'PROJECT_EXISTS' };
      const other = { ...project, id: `${project.id}-2`, name: `${project.name} 2` };
      await expect(projects.create(project, s.stamp())).rejects.toMatchObject(taken);
      await expect(projects.create({ ...other, name: project.name }, s.stamp())).rejects.toMatchObject(taken);
      await expect(projects.create({ ...other, name: project.id }, s.stamp())).rejects.toMatchObject(taken);
      await projects.create(other, s.stamp());
      const rename = projects.update(other.id, { name: project.name }, s.stamp());
      await expect(rename).rejects.toMatchObject(taken);
      const missing = projects.update('nope', { name: 'x' }, s.stamp());
      await expect(missing).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  describe('access keys', () => {
    const scene = stageFor(open);

    it('are found by hash, touched coarsely, and revoked once', async () => {
      const s = scene();
      const { keys } = s.stores;
      const key = await keys.create(aKey(s), `hash-${s.project}`, s.stamp());
      expect(await keys.findByHash(`hash-${s.project}`)).toEqual(key);
      expect(await keys.findByHash('other')).toBeUndefined();
      const start = s.clock.at;
      for (const ms of [0, 1, 59_999]) await keys.touch(key.id, start + ms);
      expect((await keys.findByHash(`hash-${s.project}`))?.lastUsedAt).toBe(start);
      await keys.touch(key.id, start + 60_000);
      expect((await keys.findByHash(`hash-${s.project}`))?.lastUsedAt).toBe(start + 60_000);
      const revoked = await keys.revoke(key.id, s.stamp());
      expect(revoked.revokedAt).toBe(start);
      s.clock.advance(5);
      expect((await keys.revoke(key.id, s.stamp())).revokedAt).toBe(start);
      expect((await keys.findByHash(`hash-${s.project}`))?.revokedAt).toBe(start);
      await expect(keys.revoke('nope', s.stamp())).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const { items } = await s.stores.audit.list({ limit: 10 });
      const lines = items.filter(({ target }) => target === key.id);
      expect(lines.map(({ action }) => action)).toEqual(['key.revoke', 'key.create']);
      expect(JSON.stringify(lines)).not.toContain('hash-');
    });

    it('have names of their own among the living keys of a project', async () => {
      const s = scene();
      const { keys } = s.stores;
      const first = await keys.create(aKey(s), s.id('hash'), s.stamp());
      const again = { ...first, id: s.id('key') };
      const hash = s.id('hash');
      await expect(keys.create(again, hash, s.stamp())).rejects.toMatchObject({ code: 'KEY_NAME_TAKEN' });
      await keys.revoke(first.id, s.stamp());
      await keys.create(again, hash, s.stamp());
      const lost = { ...again, id: s.id('key'), projectId: 'nowhere' };
      await expect(keys.create(lost, s.id('hash'), s.stamp())).rejects.toMatchObject({
        code: 'NOT_FOUND',
        facts: { what: 'project', id: 'nowhere' },
      });
      const listed = (await keys.list('default')).map(({ id }) => id);
      expect(listed).toEqual(expect.arrayContaining([first.id, again.id]));
      expect(await keys.list(s.project)).toEqual([]);
      expect((await keys.list()).length).toBeGreaterThanOrEqual(2);
    });
  });

  describe('sessions', () => {
    const scene = stageFor(open);

    it('are kept until they are removed or have expired', async () => {
      const s = scene();
      const { sessions } = s.stores;
      const at = s.clock.at;
      const [short, long] = [s.id('token'), s.id('token')];
      await sessions.create({ tokenHash: short, createdAt: at, expiresAt: at + 10 });
      await sessions.create({ tokenHash: long, createdAt: at, expiresAt: at + 11 });
      expect(await sessions.find(short)).toEqual({ createdAt: at, expiresAt: at + 10 });
      expect(await sessions.removeExpired(at + 10)).toBe(1);
      expect(await sessions.find(short)).toBeUndefined();
      await sessions.remove(long);
      expect(await sessions.find(long)).toBeUndefined();
      expect(await sessions.removeExpired(at + 100)).toBe(0);
    });
  });

  describe('audit trail', () => {
    const scene = stageFor(open);

    it('reads newest first, page by page', async () => {
      const s = scene();
      for (let index = 0; index < 5; index += 1) await s.budget({ scope: `model:${s.project}-${index}` });
      const action = 'budget.create';
      const first = await s.stores.audit.list({ limit: 2, action });
      expect(first.items.map(({ to }) => to)).toEqual([
        expect.stringContaining('-4,'),
        expect.stringContaining('-3,'),
      ]);
      const second = await s.stores.audit.list({ limit: 3, action, before: first.next! });
      expect(second.items.map(({ to }) => to)).toEqual([
        expect.stringContaining('-2,'),
        expect.stringContaining('-1,'),
        expect.stringContaining('-0,'),
      ]);
      const before = second.items.at(-1)!.id;
      const rest = await s.stores.audit.list({ limit: 1_000, action, before });
      expect(rest.items.every(({ id }) => id < before)).toBe(true);
      expect(rest.next).toBeNull();
    });
  });
}

function aProject(s: Scene): Project {
  return {
    id: `p-${s.project}`,
    name: `Name ${s.project}`,
    splitLargeCalls: true,
    allowFallback: false,
    tooLong: 'error',
    createdAt: s.clock.at,
  };
}

function aKey(s: Scene): AccessKey {
  return {
    id: s.id('key'),
    projectId: 'default',
    name: `key of ${s.project}`,
    last4: 'ab12',
    allowFallback: false,
    createdAt: s.clock.at,
    revokedAt: null,
    lastUsedAt: null,
  };
}
