/**
 * What becomes of a text that is longer than its model takes: refused; cut to the exact token; or embedded in windows whose
 * vectors are averaged by their tokens and normalised.
 */
export const TOO_LONG = ['error', 'truncate', 'split'] as const;

export type TooLong = (typeof TOO_LONG)[number];
