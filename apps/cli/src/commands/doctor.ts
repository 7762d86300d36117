import manifest from '../../package.json' with { type: 'json' };
import { EXIT, type ExitCode } from '../command-line/exit-codes.ts';
import type { Terminal } from '../command-line/terminal.ts';
import type { Check } from '../doctor/check.ts';
import { integrityChecks } from '../doctor/integrity.ts';
import { machineChecks } from '../doctor/machine.ts';
import { gatewayChecks } from '../doctor/running.ts';
import type { ConnectionOptions } from '../gateway/connect.ts';
import { locateGateway, type Surroundings } from '../gateway/place.ts';

/** `weighbridge doctor`. JSON: `{ ok, checks: [{ name, status, message, hint }] }`; fails when a check does. */
export async function doctor(
  options: ConnectionOptions & { full?: boolean },
  terminal: Terminal,
  around: Surroundings,
): Promise<ExitCode> {
  const place = locateGateway(options, around);
  const checks = [
    ...(await machineChecks(place.dataDir, around)),
    ...(await gatewayChecks(place, manifest.version, around)),
    ...(await integrityChecks(place, options.full ?? false, around)),
  ];
  const healthy = checks.every((check) => check.status !== 'fail');
  terminal.result({ ok: healthy, checks }, () =>
    checks.map((check) => checkLine(check, terminal.style)).join('\n'),
  );
  return healthy ? EXIT.ok : EXIT.failure;
}

const COLOURS = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

function checkLine({ name, status, message, hint }: Check, style: Terminal['style']): string {
  const label = style(COLOURS[status], status.padEnd(4), 'stdout');
  return `${label}  ${name}: ${message}${hint ? `\n      → ${hint}` : ''}`;
}
