import { type AddressInfo, createServer } from 'node:net';
import { CliError } from '../command-line/cli-error.ts';

/**
 * A port that can be listened on right now: the given one, or a free one for 0.
 * @throws CliError PORT_IN_USE, CANNOT_LISTEN
 */
export async function claimablePort(host: string, port: number, option: string): Promise<number> {
  const server = createServer();
  try {
    return await new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, () => resolve((server.address() as AddressInfo).port));
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new CliError({
      code: code === 'EADDRINUSE' ? 'PORT_IN_USE' : 'CANNOT_LISTEN',
      message:
        code === 'EADDRINUSE'
          ? `Port ${port} of ${host} is in use by another program. Stop it, or choose another port with ${option}.`
          : `Port ${port} of ${host} cannot be listened on (${code || String(error)}). Choose another with ${option}.`,
      facts: { host, port },
      cause: error,
    });
  } finally {
    server.close();
  }
}
