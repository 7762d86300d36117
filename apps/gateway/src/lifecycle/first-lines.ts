import type { Services } from '@weighbridge/api';
import type { Logger } from 'pino';

/** The first lines of the log: where, in which mode, and what an operator should know. */
export async function logFirstLines(
  log: Logger,
  { stores, providers, system }: Services,
  { url, secret, secretChanged }: { url: string; secret: string | undefined; secretChanged: boolean },
): Promise<void> {
  const mode = await stores.settings.mode();
  log.info({ url, mode, version: system.version }, 'listening');
  const { uncertain } = stores.recovered;
  if (uncertain > 0) {
    log.warn(
      { uncertain },
      'attempts of a process that died may have been billed; they count against budgets',
    );
  }
  for (const gap of (await stores.gaps.list()).filter(({ closedAt }) => closedAt === null)) {
    log.warn(
      { gap: gap.id, from: new Date(gap.from).toISOString(), to: new Date(gap.to).toISOString() },
      'the ledger lacks what was spent in a period; budgets that overlap it admit nothing until the gap is closed',
    );
  }
  const provider = (await providers.status()).find(({ id }) => id === providers.providerOf(mode));
  if (!provider?.configured) {
    const code = provider?.problem?.code ?? 'PROVIDER_NOT_CONFIGURED';
    log.warn({ mode, code }, 'the mode in force has no usable provider');
  }
  if (secretChanged) {
    log.warn(
      'the secret (WEIGHBRIDGE_SECRET, or secret.key in the data directory) is not that of the last start; vectors and answers kept under it are not found, and what it encrypted cannot be read',
    );
  }
  if (secret !== undefined && secret.length < 16) {
    log.warn('WEIGHBRIDGE_SECRET is short; use at least 16 random characters');
  }
}
