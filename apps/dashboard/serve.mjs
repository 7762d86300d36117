// Serves the built dashboard. PORT and HOSTNAME say where, WEIGHBRIDGE_GATEWAY_URL where the gateway is.
// Under a parent it reports over IPC and ends with it, even if the parent was killed; alone it prints one line.
import diagnostics from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';

/** How long requests that are out may take to finish once it is told to stop. Event streams never finish. */
const GRACE_MS = 1000;

const entry = new URL('.next/standalone/apps/dashboard/server.js', import.meta.url);

function fail(code, message) {
  if (process.send) process.send({ type: 'failed', code, message }, () => process.exit(1));
  else {
    process.stderr.write(`${message}\n`);
    process.exit(1);
  }
}

if (existsSync(entry)) await serve();
else {
  fail(
    'NOT_BUILT',
    `The dashboard is not built: ${fileURLToPath(entry)} is missing. Run “pnpm build” in the checkout first.`,
  );
}

async function serve() {
  const port = process.env.PORT || '3000';
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    return fail('INVALID_PORT', `"${port}" is no port. Set PORT to a number from 1 to 65535.`);
  }
  // Containers set HOSTNAME to their own name: without a parent that chose it, only an address (or localhost) counts.
  const wanted = process.env.HOSTNAME ?? '';
  const chosen = process.send ? wanted !== '' : isIP(wanted) || wanted === 'localhost';
  const hostname = chosen ? wanted : '127.0.0.1';

  diagnostics.subscribe('tracing:net.server.listen:error', ({ error }) => {
    // Ours is the one message; what Next would print comes a tick later.
    console.error = () => {};
    const why = error.code === 'EADDRINUSE' ? 'the port is in use' : error.message;
    fail(error.code ?? 'LISTEN_FAILED', `The dashboard cannot listen on ${hostname}:${port}: ${why}.`);
  });
  diagnostics.subscribe('tracing:net.server.listen:asyncEnd', ({ server }) => {
    const url = `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
    if (process.send) process.send({ type: 'listening', url });
    else process.stdout.write(`Dashboard at ${url}\n`);
    const stop = () => {
      server.close(() => process.exit(0));
      server.closeIdleConnections();
      setTimeout(() => process.exit(0), GRACE_MS);
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
  // A parent that is gone, killed or not, leaves nobody behind who holds the port.
  if (process.send) process.on('disconnect', () => process.exit(0));

  Object.assign(process.env, {
    PORT: port,
    HOSTNAME: hostname,
    NEXT_MANUAL_SIG_HANDLE: 'true',
    NEXT_TELEMETRY_DISABLED: '1',
  });
  // Next announces itself over several lines; errors go to console.error and are kept.
  console.log = () => {};
  await import(entry.href);
}
