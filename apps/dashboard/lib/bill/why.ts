const REASONS: Readonly<Record<string, string>> = {
  CRASHED: 'The process died while it was out',
  PROVIDER_TIMEOUT: 'No answer came in time',
  PROVIDER_CONNECTION_LOST: 'The connection broke after it was sent',
  PROVIDER_UNAVAILABLE: 'A proxy answered in the provider’s place',
  PROVIDER_BAD_ANSWER: 'The answer came back broken',
};

/** Why nobody here knows whether an attempt was billed, in words. */
export function whyUncertain(errorCode: string | null): string {
  return REASONS[errorCode ?? ''] ?? 'Its answer was lost';
}
