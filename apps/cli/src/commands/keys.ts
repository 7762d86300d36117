import { table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

export interface CreateKeyOptions {
  project?: string;
  allowFallback?: boolean;
  reason?: string;
}

/** `weighbridge keys create`. JSON: the key's record with `key`, which is shown this once. */
export async function createKey(
  { ask, terminal }: Desk,
  name: string,
  options: CreateKeyOptions,
): Promise<void> {
  const created = await ask((trpc) =>
    trpc.keys.create.mutate({
      name,
      ...(options.project === undefined ? {} : { project: options.project }),
      allowFallback: options.allowFallback ?? false,
      ...why(options),
    }),
  );
  terminal.result(created, () => created.key);
  if (!terminal.json) {
    terminal.note(
      `Key "${created.name}" of project ${created.project} (${created.id}). It is shown this once and stored only as a hash.`,
    );
  }
}

/** `weighbridge keys list`. JSON: an array. */
export async function listKeys({ ask, terminal }: Desk): Promise<void> {
  const keys = await ask((trpc) => trpc.keys.list.query());
  terminal.result(keys, () =>
    table(
      keys,
      [
        { title: 'ID', value: (key) => key.id },
        { title: 'NAME', value: (key) => key.name },
        { title: 'PROJECT', value: (key) => key.project },
        { title: 'KEY', value: (key) => `…${key.last4}` },
        { title: 'CREATED', value: (key) => key.createdAt },
        { title: 'LAST USED', value: (key) => key.lastUsedAt ?? 'never' },
        { title: 'STATE', value: (key) => (key.revokedAt ? `revoked ${key.revokedAt}` : 'valid') },
      ],
      'No keys yet. Make one: weighbridge keys create <name>',
    ),
  );
}

/** `weighbridge keys revoke`. JSON: the key's record. */
export async function revokeKey(
  { ask, terminal }: Desk,
  id: string,
  options: { reason?: string },
): Promise<void> {
  const key = await ask((trpc) => trpc.keys.revoke.mutate({ id, ...why(options) }));
  terminal.result(key, () => `Key "${key.name}" (…${key.last4}) is revoked.`);
}
