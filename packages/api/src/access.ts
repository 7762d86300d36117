import { AccessError } from '@weighbridge/embeddings';
import type { Caller } from './context.ts';

export type Somebody = Exclude<Caller, { kind: 'nobody' }>;
export type Admin = Extract<Caller, { kind: 'admin' }>;

/** @throws AccessError saying what was missing or wrong. */
export function assertSomebody(caller: Caller): Somebody {
  if (caller.kind === 'nobody') throw caller.refusal;
  return caller;
}

/** @throws AccessError ADMIN_ONLY for an access key, or what was missing for nobody. */
export function assertAdmin(caller: Caller): Admin {
  const somebody = assertSomebody(caller);
  if (somebody.kind === 'admin') return somebody;
  throw new AccessError(
    'ADMIN_ONLY',
    'This needs an administrator; an access key can only embed, quote and count. Sign in, or use the weighbridge command on the gateway’s machine.',
  );
}
