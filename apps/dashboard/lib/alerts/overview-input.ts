/** The same on the server and in the browser, so that what was prefetched is found. */
export const OVERVIEW_ALERTS = { state: 'open' as const, limit: 50 };
