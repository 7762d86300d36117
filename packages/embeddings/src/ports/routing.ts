/** `hybrid`: real while it is healthy and in budget; else a call that allowed it is answered wholly by the fallback. */
export type Mode = 'mock' | 'real' | 'hybrid';

export const MODES: readonly Mode[] = ['mock', 'real', 'hybrid'];

export function isMode(text: unknown): text is Mode {
  return typeof text === 'string' && (MODES as readonly string[]).includes(text);
}

/** The toggle as it is stored at this moment; read once when a call is admitted. */
export interface RoutingSource {
  mode(): Promise<Mode>;
}
