import { createLoader, parseAsString } from 'nuqs/server';

/** `next`: where to go afterwards; only ever followed through returnPath. */
export const loadSignInParams = createLoader({ next: parseAsString });
