import { WeighbridgeError } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { testInput, testOutput } from '../../schemas/providers.ts';
import { probeTexts } from './probe-texts.ts';

/**
 * Whether a provider would answer: a free probe, and with `deep` a small paid call as well. The deep check goes through
 * the engine in the mode in force, so it is refused (NOT_ACTIVE) for a provider that the mode does not use.
 */
export async function test(
  ctx: AdminContext,
  input: z.infer<typeof testInput>,
): Promise<z.infer<typeof testOutput>> {
  const { providers, stores, live } = ctx.services;
  const probe = await providers.probe(input.provider, ctx.signal);
  const shallow = {
    ok: probe.ok,
    code: probe.code ?? null,
    message: probe.message,
    latencyMs: probe.latencyMs,
    deep: null,
  };
  if (!input.deep || !probe.ok) return shallow;

  const mode = await stores.settings.mode();
  if (providers.providerOf(mode) !== input.provider) {
    return {
      ...shallow,
      ok: false,
      code: 'NOT_ACTIVE',
      message: `${probe.message} The deep check was left out: mode "${mode}" does not use "${input.provider}". Switch the mode, then test again.`,
    };
  }
  try {
    const deep = await probeTexts(ctx);
    return { ...shallow, ok: !deep.findings.some((finding) => finding.severity === 'error'), deep };
  } catch (error) {
    if (!WeighbridgeError.isInstance(error)) throw error;
    return { ...shallow, ok: false, code: error.code, message: error.message };
  } finally {
    live.publish('spend');
    live.publish('health');
    live.publish('quality');
  }
}
