import { digest } from '@weighbridge/api';
import type { KeyStore } from '@weighbridge/db';
import type { Clock, NewId } from '@weighbridge/embeddings';

/** Stores an access key that somebody else chose, in the default project; one that is there already stays. */
export async function addKnownKey(
  keys: Pick<KeyStore, 'create' | 'findByHash'>,
  key: string,
  { clock, newId }: { clock: Clock; newId: NewId },
): Promise<void> {
  if ((await keys.findByHash(digest(key))) !== undefined) return;
  await keys.create(
    {
      id: newId('key'),
      projectId: 'default',
      name: 'tests',
      last4: key.slice(-4),
      allowFallback: false,
      createdAt: clock.now(),
      revokedAt: null,
      lastUsedAt: null,
    },
    digest(key),
    { at: clock.now(), actor: 'environment', reason: 'known to tests', correlationId: null },
  );
}
