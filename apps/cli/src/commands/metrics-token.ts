import { type Desk, why } from './administration.ts';

/** `weighbridge metrics-token create`. JSON: `token` (shown this once), `last4`, `createdAt`, `replaced`. */
export async function createMetricsToken(
  { ask, terminal }: Desk,
  options: { reason?: string },
): Promise<void> {
  const created = await ask((trpc) => trpc.metricsToken.create.mutate(why(options)));
  terminal.result(created, () => created.token);
  if (terminal.json) return;
  terminal.note(
    `Give it to Prometheus as a bearer token for /metrics. It is shown this once and stored only as a hash${created.replaced ? '; the one before no longer works' : ''}.`,
  );
}

/** `weighbridge metrics-token revoke`. JSON: `revoked`. */
export async function revokeMetricsToken(
  { ask, terminal }: Desk,
  options: { reason?: string },
): Promise<void> {
  const answer = await ask((trpc) => trpc.metricsToken.revoke.mutate(why(options)));
  terminal.result(answer, () => (answer.revoked ? 'The token is revoked.' : 'There was no token.'));
}

/** `weighbridge metrics-token status`. JSON: `exists`, `last4`, `createdAt`. */
export async function showMetricsToken({ ask, terminal }: Desk): Promise<void> {
  const status = await ask((trpc) => trpc.metricsToken.status.query());
  terminal.result(status, () =>
    status.exists
      ? `A token …${status.last4} was made ${status.createdAt}.`
      : 'There is no token; /metrics is for this machine and for administrators. Make one: weighbridge metrics-token create',
  );
}
