import type { RouterOutputs } from '@weighbridge/client';
import { CliError, usageError } from '../command-line/cli-error.ts';
import { whole } from '../embed/settings.ts';
import { table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

type Webhook = RouterOutputs['webhooks']['list'][number];

const FORMATS = ['generic', 'slack'] as const;
const SEVERITIES = ['info', 'warning', 'critical'] as const;
const STATES = ['pending', 'delivered', 'failed'] as const;

/** `weighbridge webhooks list`. JSON: an array. */
export async function listWebhooks({ ask, terminal }: Desk): Promise<void> {
  const webhooks = await ask((trpc) => trpc.webhooks.list.query());
  terminal.result(webhooks, () =>
    webhookTable(
      webhooks,
      'No webhooks. Make one: weighbridge webhooks create pager --to https://example.com/hooks',
    ),
  );
}

export interface WebhookOptions {
  to?: string;
  format?: string;
  minSeverity?: string;
  name?: string;
  enable?: boolean;
  disable?: boolean;
  reason?: string;
}

/** `weighbridge webhooks create`. JSON: the webhook with `secret`, which is shown this once. */
export async function createWebhook(
  { ask, terminal }: Desk,
  name: string,
  options: WebhookOptions & { to: string },
): Promise<void> {
  const made = await ask((trpc) =>
    trpc.webhooks.create.mutate({ name, url: options.to, ...choices(options), ...why(options) }),
  );
  terminal.result(made, () => made.secret);
  if (!terminal.json) {
    terminal.note(
      `Webhook "${made.name}" (${made.id}). The line above is its signing secret: it is shown this once.\nTry it: weighbridge webhooks test ${made.id}`,
    );
  }
}

/** `weighbridge webhooks update`. JSON: the webhook. */
export async function updateWebhook(
  { ask, terminal }: Desk,
  id: string,
  options: WebhookOptions,
): Promise<void> {
  if (options.enable && options.disable) throw usageError('Write --enable or --disable, not both.');
  const updated = await ask((trpc) =>
    trpc.webhooks.update.mutate({
      id,
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(options.to === undefined ? {} : { url: options.to }),
      ...choices(options),
      ...(options.enable || options.disable ? { enabled: options.enable === true } : {}),
      ...why(options),
    }),
  );
  terminal.result(updated, () => webhookTable([{ ...updated, lastDelivery: null }], ''));
}

/** `weighbridge webhooks rotate`. JSON: the webhook with its new `secret`, which is shown this once. */
export async function rotateSecret(
  { ask, terminal }: Desk,
  id: string,
  options: { reason?: string },
): Promise<void> {
  const rotated = await ask((trpc) => trpc.webhooks.rotate.mutate({ id, ...why(options) }));
  terminal.result(rotated, () => rotated.secret);
}

/** `weighbridge webhooks remove`. JSON: `{ id, removed }`. */
export async function removeWebhook(
  { ask, terminal }: Desk,
  id: string,
  options: { reason?: string },
): Promise<void> {
  const removed = await ask((trpc) => trpc.webhooks.remove.mutate({ id, ...why(options) }));
  terminal.result(removed, () => `Webhook ${id} is removed.`);
}

/** `weighbridge webhooks test`: sends a test message. JSON: `{ id, ok, status, error }`. @throws CliError when it fails */
export async function testWebhook({ ask, terminal }: Desk, id: string): Promise<void> {
  const { ok, status, error, ...rest } = await ask((trpc) => trpc.webhooks.test.mutate({ id }));
  if (!ok) {
    throw new CliError({
      code: 'WEBHOOK_TEST_FAILED',
      message: `The test did not arrive. ${error ?? ''}`.trim(),
      facts: { ...rest, status },
    });
  }
  terminal.result({ ...rest, ok, status, error }, () => `It arrived: the receiver answered ${status}.`);
}

/** `weighbridge webhooks deliveries`: what was sent where, newest first. JSON: an array. */
export async function listDeliveries(
  { ask, terminal }: Desk,
  options: { webhook?: string; state?: string; limit: string },
): Promise<void> {
  const state = options.state === undefined ? undefined : oneOf(STATES, '--state', options.state);
  const { items } = await ask((trpc) =>
    trpc.webhooks.deliveries.query({
      limit: whole('--limit', options.limit, 1, 200),
      ...(options.webhook === undefined ? {} : { webhook: options.webhook }),
      ...(state === undefined ? {} : { state }),
    }),
  );
  terminal.result(items, () =>
    table(
      items,
      [
        { title: 'ID', value: (delivery) => delivery.id },
        { title: 'CREATED', value: (delivery) => delivery.createdAt },
        { title: 'WEBHOOK', value: (delivery) => delivery.webhookName },
        { title: 'STATE', value: (delivery) => delivery.state },
        { title: 'TRIES', value: (delivery) => String(delivery.attempts), align: 'right' },
        { title: 'STATUS', value: (delivery) => delivery.lastStatus?.toString() ?? '–', align: 'right' },
        { title: 'NEXT', value: (delivery) => delivery.nextAt ?? '–' },
        { title: 'WHAT', value: (delivery) => delivery.alertTitle ?? 'a test' },
        { title: 'ERROR', value: (delivery) => delivery.lastError ?? '' },
      ],
      'Nothing was sent yet.',
    ),
  );
}

/** `weighbridge webhooks redeliver`. JSON: `{ id, state }`. */
export async function redeliver({ ask, terminal }: Desk, id: string): Promise<void> {
  const sent = await ask((trpc) => trpc.webhooks.redeliver.mutate({ id }));
  terminal.result(sent, () => `${id} is on its way again.`);
}

function choices({ format, minSeverity }: WebhookOptions) {
  return {
    ...(format === undefined ? {} : { format: oneOf(FORMATS, '--format', format) }),
    ...(minSeverity === undefined ? {} : { minSeverity: oneOf(SEVERITIES, '--min-severity', minSeverity) }),
  };
}

function oneOf<T extends string>(allowed: readonly T[], option: string, given: string): T {
  const found = allowed.find((candidate) => candidate === given);
  if (found) return found;
  throw usageError(`${option} is "${given}"; write one of: ${allowed.join(', ')}.`);
}

function webhookTable(webhooks: readonly Webhook[], empty: string): string {
  return table(
    webhooks,
    [
      { title: 'ID', value: (webhook) => webhook.id },
      { title: 'NAME', value: (webhook) => webhook.name },
      { title: 'ADDRESS', value: (webhook) => webhook.url },
      { title: 'FORMAT', value: (webhook) => webhook.format },
      { title: 'FROM', value: (webhook) => webhook.minSeverity },
      { title: 'SECRET', value: (webhook) => `…${webhook.secretLast4}` },
      { title: 'STATE', value: (webhook) => (webhook.enabled ? 'enabled' : 'disabled') },
      { title: 'LAST', value: ({ lastDelivery }) => lastDelivery?.lastError ?? lastDelivery?.state ?? '–' },
    ],
    empty,
  );
}
