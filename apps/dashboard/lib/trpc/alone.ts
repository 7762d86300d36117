/** Names the context of a call that travels alone rather than in a batch. */
export const ALONE = 'alone';

/** For calls that may take minutes. */
export const alone = { context: { [ALONE]: true } };
