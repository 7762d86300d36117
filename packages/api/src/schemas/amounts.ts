import { z } from 'zod';

/** Integer nano-USD as a decimal string: exact beyond 2^53. */
export const nanoUsd = z.string().regex(/^-?\d+$/);

/** Dollars for people, such as "$0.0134". */
export const usd = z.string();

/** ISO 8601 instant, UTC. */
export const instant = z.string();
