import type { GatewayConfig, RunningGateway } from '@weighbridge/gateway';
import { loadConfig, startGateway } from '@weighbridge/gateway';
import { CliError } from '../command-line/cli-error.ts';
import { EXIT, type ExitCode } from '../command-line/exit-codes.ts';
import { type Interrupt, watchInterrupts } from '../command-line/interrupt.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { whole } from '../embed/settings.ts';
import { connectAsAdmin } from '../gateway/connect.ts';
import type { Surroundings } from '../gateway/place.ts';
import { unknownVariables } from '../gateway/variables.ts';
import { banner, commandName, type Started } from '../start/banner.ts';
import { type Dashboard, isDashboardBuilt, startDashboard } from '../start/dashboard.ts';
import { claimablePort } from '../start/free-port.ts';

export interface StartOptions {
  /** `--no-dashboard` */
  dashboard: boolean;
  port?: string;
  dashboardPort?: string;
  dataDir?: string;
}

/**
 * `weighbridge start`: the gateway in this process, the dashboard as its child; runs until a signal.
 * JSON: one document when all is up.
 */
export async function start(
  options: StartOptions,
  terminal: Terminal,
  around: Surroundings,
): Promise<ExitCode> {
  const interrupt = watchInterrupts();
  const config = configOf(options, around);
  const dashboardPort = options.dashboard ? await dashboardPortOf(config) : undefined;
  const gateway = await startGateway(config, { logDestination: process.stderr });
  let dashboard: Dashboard | undefined;
  try {
    dashboard = await tryDashboard(dashboardPort, config, gateway, { terminal, interrupt });
    const { started, problem } = await describeStart(gateway, dashboard, config, around);
    terminal.result(started, () => banner(started, commandName(around.env), terminal.style));
    for (const unknown of unknownVariables(around.env)) terminal.warn(`${unknown}.`);
    if (problem !== undefined) terminal.warn(`${problem} Until then every call is refused.`);
    if (gateway.secretChanged) {
      terminal.warn(
        'The secret (WEIGHBRIDGE_SECRET, or secret.key in the data directory) is not that of the last start. Vectors kept ' +
          'under the other one are not found, so their texts would be paid for again. Start with it to have them back.',
      );
    }
    for (const gap of started.openGaps) {
      terminal.warn(
        `The ledger lacks what was spent from ${gap.from} to ${gap.to}; budgets that overlap it admit nothing that costs. ` +
          `Enter what was billed: ${commandName(around.env)} ledger gaps close ${gap.id} --billed-usd <dollars>, or --nothing-billed.`,
      );
    }
    await stopRequested(interrupt.soft);
  } finally {
    if (interrupt.soft.aborted) {
      terminal.note('Finishing what is in flight; Ctrl-C again stops at once.');
    }
    interrupt.hard.addEventListener('abort', () => process.exit(EXIT.interrupted));
    await Promise.all([dashboard?.stop(), gateway.close()]);
    interrupt.release();
  }
  return EXIT.ok;
}

function configOf(options: StartOptions, { env, cwd }: Surroundings): GatewayConfig {
  const chosen = {
    ...env,
    ...portOf('WEIGHBRIDGE_PORT', '--port', options.port),
    ...portOf('WEIGHBRIDGE_DASHBOARD_PORT', '--dashboard-port', options.dashboardPort),
    ...(options.dataDir === undefined ? {} : { WEIGHBRIDGE_DATA_DIR: options.dataDir }),
  };
  const config = loadConfig(chosen, cwd);
  // Someone is looking at the terminal: the banner and what goes wrong, not a line for every call.
  const quiet = process.stderr.isTTY && !env.WEIGHBRIDGE_LOG_LEVEL;
  return quiet ? { ...config, logLevel: 'warn' } : config;
}

function portOf(variable: string, option: string, given: string | undefined): Record<string, string> {
  return given === undefined ? {} : { [variable]: String(whole(option, given, 0, 65_535)) };
}

/** Found out before the gateway opens anything. @throws CliError DASHBOARD_NOT_BUILT, PORT_IN_USE */
async function dashboardPortOf(config: GatewayConfig): Promise<number> {
  if (!isDashboardBuilt()) {
    throw new CliError({
      code: 'DASHBOARD_NOT_BUILT',
      message:
        'The dashboard is not built. Run "pnpm build" once, or start the gateway alone with --no-dashboard.',
    });
  }
  return claimablePort(config.host, config.dashboardPort, 'WEIGHBRIDGE_DASHBOARD_PORT (or --dashboard-port)');
}

/** A gateway without a dashboard is still of use: what goes wrong with it is said, and nothing else happens. */
async function tryDashboard(
  port: number | undefined,
  config: GatewayConfig,
  gateway: RunningGateway,
  { terminal, interrupt }: { terminal: Terminal; interrupt: Interrupt },
): Promise<Dashboard | undefined> {
  if (port === undefined) return undefined;
  try {
    return await startDashboard({
      host: config.host,
      port,
      gatewayUrl: gateway.url,
      onEnd: (reason) => {
        // Ctrl-C reaches the child too, and perhaps first.
        setTimeout(() => {
          if (interrupt.soft.aborted) return;
          terminal.warn(`The dashboard ended (${reason}). The gateway goes on; start again to have both.`);
        }, 250).unref();
      },
    });
  } catch (error) {
    terminal.warn(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

async function describeStart(
  gateway: RunningGateway,
  dashboard: Dashboard | undefined,
  config: GatewayConfig,
  around: Surroundings,
): Promise<{ started: Started; problem: string | undefined }> {
  const { ask } = await connectAsAdmin({ url: gateway.url, dataDir: config.dataDir }, around);
  const [info, status, gaps] = await Promise.all([
    ask((trpc) => trpc.system.info.query()),
    ask((trpc) => trpc.providers.status.query()),
    ask((trpc) => trpc.gaps.list.query()),
  ]);
  const readiness = status.modes.find(({ mode }) => mode === status.mode);
  const started = {
    version: info.version,
    gatewayUrl: gateway.url,
    openaiBaseUrl: info.openaiBaseUrl,
    dashboardUrl: dashboard?.url ?? null,
    dataDir: config.dataDir,
    mode: status.mode,
    adminPassword: gateway.adminPassword ?? null,
    recoveredUncertain: gateway.recovered.uncertain,
    openGaps: gaps.filter(({ closedAt }) => closedAt === null).map(({ id, from, to }) => ({ id, from, to })),
  };
  return { started, problem: readiness?.allowed ? undefined : readiness?.message };
}

function stopRequested(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
