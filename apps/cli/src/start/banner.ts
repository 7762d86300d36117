import type { Terminal } from '../command-line/terminal.ts';
import { facts } from '../present/table.ts';

/** What `start` tells when all is up. */
export interface Started {
  version: string;
  gatewayUrl: string;
  openaiBaseUrl: string;
  /** Null without a dashboard. */
  dashboardUrl: string | null;
  dataDir: string;
  mode: string;
  /** Only at the start that generated it. */
  adminPassword: string | null;
  /** Attempts of a process that died, which may have been billed. */
  recoveredUncertain: number;
  /** Periods that the ledger lacks and nobody has closed. */
  openGaps: { id: string; from: string; to: string }[];
}

const MODES: Readonly<Record<string, string>> = {
  mock: 'free and deterministic; nothing leaves this machine',
  real: 'calls are paid',
  hybrid: 'real while it is healthy and in budget',
};

/** The command as the user most likely calls it. */
export function commandName(env: Readonly<Record<string, string | undefined>>): string {
  return env.npm_config_user_agent?.startsWith('pnpm') ? 'pnpm weighbridge' : 'weighbridge';
}

export function banner(started: Started, command: string, style: Terminal['style']): string {
  const lines: [string, string][] = [];
  if (started.dashboardUrl) lines.push(['Dashboard', style('cyan', started.dashboardUrl, 'stdout')]);
  lines.push(
    ['Gateway', style('cyan', started.gatewayUrl, 'stdout')],
    ['SDK base URL', style('cyan', started.openaiBaseUrl, 'stdout')],
    ['Data', started.dataDir],
    ['Mode', `${style('bold', started.mode, 'stdout')}  ${MODES[started.mode] ?? ''}`],
  );
  if (started.adminPassword) {
    lines.push(['Admin password', `${style('bold', started.adminPassword, 'stdout')}  shown this once`]);
  }
  if (started.recoveredUncertain > 0) {
    lines.push([
      'Uncertain',
      style(
        'yellow',
        `${started.recoveredUncertain} of an earlier process may have been billed; they count against budgets`,
        'stdout',
      ),
    ]);
  }
  return [
    '',
    `  ${style('bold', 'Weighbridge', 'stdout')} ${started.version}`,
    '',
    indent(facts(lines)),
    '',
    '  Try it:',
    `    ${command} keys create demo        an access key for an OpenAI SDK`,
    `    ${command} embed README.md         weigh, embed and write embeddings.jsonl`,
    '',
    '  Ctrl-C finishes what is in flight, then stops.',
    '',
  ].join('\n');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
