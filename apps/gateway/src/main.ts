import process from 'node:process';
import { WeighbridgeError } from '@weighbridge/embeddings';
import { loadConfig } from './config/config.ts';
import { startGateway } from './gateway.ts';

/**
 * Runs a gateway alone, configured by the environment. The first signal finishes what was begun, also a start that is
 * still under way; the second ends it at once.
 */
async function main(): Promise<void> {
  const starting = startGateway(loadConfig(process.env, process.cwd()));
  let signals = 0;
  const stop = () => {
    signals += 1;
    if (signals > 1) process.exit(130);
    starting
      .then((gateway) => gateway.close())
      .then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const { adminPassword } = await starting;
  if (adminPassword !== undefined) process.stderr.write(`Admin password (shown once): ${adminPassword}\n`);
}

function fail(error: unknown): never {
  if (WeighbridgeError.isInstance(error)) process.stderr.write(`${error.code}: ${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

main().catch(fail);
