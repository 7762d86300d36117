import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ListenError } from '../errors.ts';

/** Listens and answers the port. @throws ListenError PORT_IN_USE, CANNOT_LISTEN */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw explained(error, host, port);
  }
  return (app.server.address() as AddressInfo).port;
}

/** A URL that a client on this machine can open: an unspecified address is no destination. */
export function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function explained(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const facts = { host, port };
  switch (code) {
    case 'EADDRINUSE':
      return new ListenError(
        'PORT_IN_USE',
        `Port ${port} of ${host} is in use by another program, perhaps another gateway. Stop it, or choose another ` +
          'port with WEIGHBRIDGE_PORT (or --port).',
        facts,
        error,
      );
    case 'EACCES':
      return new ListenError(
        'CANNOT_LISTEN',
        `This user may not listen on port ${port}. Choose one above 1023 with WEIGHBRIDGE_PORT.`,
        facts,
        error,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ListenError(
        'CANNOT_LISTEN',
        `"${host}" is no address of this machine. Set WEIGHBRIDGE_HOST to one, such as 127.0.0.1 or 0.0.0.0.`,
        facts,
        error,
      );
    default:
      return error;
  }
}
