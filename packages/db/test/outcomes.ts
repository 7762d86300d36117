import type { AttemptOutcome } from '@weighbridge/embeddings/domain';

export function settled(
  id: string,
  nanoUsd: bigint,
  changes: Partial<Extract<AttemptOutcome, { state: 'settled' }>> = {},
): AttemptOutcome {
  return {
    id,
    state: 'settled',
    tokens: 50,
    nanoUsd,
    usage: 'provider',
    providerRequestId: 'req_1',
    durationMs: 12.5,
    errorCode: null,
    ...changes,
  };
}

export function unsettled(id: string, state: 'released' | 'uncertain', errorCode = 'PROVIDER_TIMEOUT') {
  return { id, state, providerRequestId: null, durationMs: 3, errorCode } satisfies AttemptOutcome;
}
