import { text } from 'node:stream/consumers';
import type { RouterOutputs } from '@weighbridge/client';
import { CliError, usageError } from '../command-line/cli-error.ts';
import { percent } from '../present/quantity.ts';
import { facts, table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

type ProviderStatus = RouterOutputs['providers']['configure'];

/** `weighbridge providers status`. JSON: what `providers.status` answers. */
export async function providersStatus({ ask, terminal }: Desk): Promise<void> {
  const status = await ask((trpc) => trpc.providers.status.query());
  terminal.result(status, () =>
    [
      facts([
        ['mode', status.mode],
        ['space', status.space],
      ]),
      table(
        status.providers,
        [
          { title: 'PROVIDER', value: (row) => row.id },
          { title: 'READY', value: (row) => (row.configured ? 'yes' : 'no key') },
          { title: 'ENDPOINT', value: (row) => row.endpoint },
          { title: 'KEY', value: keyOf },
          { title: 'HEALTH', value: (row) => row.health.state },
          {
            title: 'SUCCESS',
            value: ({ health }) => (health.successRate === null ? '–' : percent(health.successRate)),
            align: 'right',
          },
          { title: 'LAST ERROR', value: ({ health }) => health.lastErrorCode ?? '–' },
        ],
        'No providers.',
      ),
    ].join('\n\n'),
  );
}

export interface SetProviderOptions {
  apiKey?: string;
  apiKeyStdin?: boolean;
  forgetKey?: boolean;
  baseUrl?: string;
  officialUrl?: boolean;
  reason?: string;
}

/** `weighbridge providers set openai …`. JSON: the provider's status. */
export async function setProvider(desk: Desk, id: string, options: SetProviderOptions): Promise<void> {
  if (id !== 'openai') throw usageError(`Only "openai" can be set up; "${id}" cannot.`, { provider: id });
  const apiKey = await apiKeyFrom(options);
  const baseUrl = options.officialUrl ? null : options.baseUrl;
  if (apiKey === undefined && baseUrl === undefined) {
    throw usageError(
      'Name what to set: --api-key, --api-key-stdin, --forget-key, --base-url or --official-url.',
    );
  }
  const { ask, terminal } = desk;
  const status = await ask((trpc) =>
    trpc.providers.configure.mutate({
      provider: id,
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...why(options),
    }),
  );
  terminal.result(status, () =>
    [
      facts([
        ['provider', status.id],
        ['base URL', `${status.baseUrl ?? '–'}${inForce(status.baseUrlSource)}`],
        ['key', `${keyOf(status)}${inForce(status.keySource)}`],
        ['endpoint', status.endpoint],
      ]),
      `Try it: weighbridge providers test ${status.id}`,
    ].join('\n'),
  );
}

/** `weighbridge providers test`. JSON: what `providers.test` answers; fails when the provider would not answer. */
export async function testProvider(desk: Desk, id: string, options: { deep?: boolean }): Promise<void> {
  if (id !== 'openai' && id !== 'mock') {
    throw usageError(`"${id}" is no provider. Write openai or mock.`, { provider: id });
  }
  const { ask, terminal } = desk;
  const outcome = await ask((trpc) =>
    trpc.providers.test.mutate({ provider: id, deep: options.deep ?? false }),
  );
  terminal.result(outcome, () => {
    const { deep } = outcome;
    const lines = [`${outcome.ok ? 'ok' : 'fail'}  ${outcome.message} (${Math.round(outcome.latencyMs)} ms)`];
    if (deep) {
      lines.push(
        `cosine: repeated ${deep.repeatCosine.toFixed(4)}, related ${deep.relatedCosine.toFixed(4)}, ` +
          `unrelated ${deep.unrelatedCosine.toFixed(4)}; ${deep.dimensions} dimensions; cost ${deep.costNanoUsd} nano-USD`,
        ...deep.findings.map((finding) => `${finding.severity}  ${finding.message} [${finding.code}]`),
      );
    }
    return lines.join('\n');
  });
  if (!outcome.ok) {
    throw new CliError({
      code: outcome.code ?? 'PROVIDER_TEST_FAILED',
      message: `"${id}" would not answer: ${outcome.message}`,
      facts: { provider: id },
    });
  }
}

async function apiKeyFrom(options: SetProviderOptions): Promise<string | null | undefined> {
  if (options.forgetKey) return null;
  if (!options.apiKeyStdin) return options.apiKey;
  const key = (await text(process.stdin)).trim();
  if (key === '') throw usageError('--api-key-stdin was given, but standard input is empty.');
  return key;
}

function keyOf({ keyLast4, keySource }: ProviderStatus): string {
  return keySource === 'none' || keyLast4 === null ? '–' : `…${keyLast4}`;
}

function inForce(source: ProviderStatus['keySource']): string {
  return source === 'environment' ? '  (from the environment, which wins over what is stored)' : '';
}
