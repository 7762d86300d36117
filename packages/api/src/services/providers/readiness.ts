import {
  DEFAULT_MODEL,
  findModel,
  formatSpace,
  MODES,
  type Mode,
  WeighbridgeError,
} from '@weighbridge/embeddings';
import type { ApiContext } from '../../context.ts';
import type { ProviderStatus } from '../../provider-desk.ts';

/** Whether a mode could be switched to now. `space` is where the default model would be answered. */
export interface Readiness {
  mode: Mode;
  allowed: boolean;
  code: string | null;
  message: string;
  space: string;
}

const ANSWERS: Record<Mode, string> = {
  mock: 'Deterministic vectors, free; nothing leaves this machine.',
  real: 'The real provider answers; when it is down, calls fail with a clear error.',
  hybrid:
    'The real provider answers; calls that allow it fall back to the mock while it is down or out of budget.',
};

/** Every mode's readiness, over the providers' present status. */
export function readinessOf(ctx: ApiContext, statuses: readonly ProviderStatus[]): Readiness[] {
  return MODES.map((mode) => {
    const provider = providerFor(ctx, mode, statuses);
    const refusal = provider.configured ? undefined : refusalOf(mode, provider);
    return {
      mode,
      allowed: refusal === undefined,
      code: refusal?.code ?? null,
      message: refusal?.message ?? ANSWERS[mode],
      space: defaultSpace(provider),
    };
  });
}

/** @throws WeighbridgeError PROVIDER_NOT_CONFIGURED (or what makes its key unusable), saying what to do */
export function assertReady(ctx: ApiContext, mode: Mode, statuses: readonly ProviderStatus[]): void {
  const provider = providerFor(ctx, mode, statuses);
  if (!provider.configured) throw refusalOf(mode, provider);
}

function providerFor(ctx: ApiContext, mode: Mode, statuses: readonly ProviderStatus[]): ProviderStatus {
  const id = ctx.services.providers.providerOf(mode);
  const status = statuses.find((candidate) => candidate.id === id);
  if (!status) throw new Error(`The provider desk has no status of "${id}".`);
  return status;
}

function refusalOf(mode: Mode, provider: ProviderStatus): WeighbridgeError {
  if (provider.problem) {
    return new WeighbridgeError({
      code: provider.problem.code,
      kind: 'conflict',
      message: `Mode "${mode}" cannot be switched on: ${provider.problem.message}`,
      facts: { mode, provider: provider.id },
    });
  }
  return new WeighbridgeError({
    code: 'PROVIDER_NOT_CONFIGURED',
    kind: 'conflict',
    message:
      `Mode "${mode}" needs "${provider.id}", which has no API key. Set OPENAI_API_KEY and start again, run ` +
      '`weighbridge providers set openai --api-key …`, or enter the key on the dashboard’s Providers page.',
    facts: { mode, provider: provider.id },
  });
}

function defaultSpace(provider: ProviderStatus): string {
  const model = findModel(DEFAULT_MODEL);
  return formatSpace({ endpoint: provider.endpoint, model: model.id, dimensions: model.dimensions });
}
