import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatUsd } from '@weighbridge/embeddings';
import { type RestoreReport, restoreDataDir } from '@weighbridge/gateway';
import type { Terminal } from '../command-line/terminal.ts';
import { dataDirectory, type PlaceOptions, type Surroundings } from '../gateway/place.ts';
import { count } from '../present/quantity.ts';

/** `weighbridge restore <file>`, while no gateway runs. Asks first on a terminal. JSON: the report. */
export async function restore(
  file: string,
  options: PlaceOptions & { yes?: boolean; withCache?: boolean },
  terminal: Terminal,
  around: Surroundings,
): Promise<void> {
  const dataDir = dataDirectory(options, around);
  const backup = resolve(around.cwd, file);
  if (!options.yes && terminal.interactive) {
    terminal.note(
      `${backup} takes the place of the database in ${dataDir}: keys, budgets, prices and settings become those of ` +
        'the backup. What is there now is moved aside, not deleted.',
    );
    const { askToGoOn } = await import('../embed/confirm.ts');
    await askToGoOn('Restore it?', 'Nothing was changed.');
  }
  const report = restoreDataDir(dataDir, backup, {
    now: Date.now(),
    newId: (prefix) => `${prefix}_${randomUUID()}`,
    withCache: options.withCache ?? false,
  });
  const hasSecret = Boolean(around.env.WEIGHBRIDGE_SECRET) || existsSync(join(dataDir, 'secret.key'));
  terminal.result(presented(report), () => lines(report, hasSecret).join('\n'));
}

function presented(report: RestoreReport) {
  const { gap, highWater, changedLimits } = report;
  return {
    ...report,
    changedLimits: changedLimits.map(({ wasNanoUsd, isNanoUsd, ...budget }) => ({
      ...budget,
      wasNanoUsd: wasNanoUsd === null ? null : String(wasNanoUsd),
      isNanoUsd: isNanoUsd === null ? null : String(isNanoUsd),
    })),
    highWater: highWater === 0 ? null : iso(highWater),
    gap: gap && { id: gap.id, from: iso(gap.from), to: iso(gap.to), cause: gap.cause },
  };
}

function lines(report: RestoreReport, hasSecret: boolean): string[] {
  const { gap, highWater, entries, replaced, replacedCache, revivedKeys, changedLimits } = report;
  const until = highWater === 0 ? 'is unused' : `goes up to ${iso(highWater)} (${count(entries)} entries)`;
  return [
    `${report.dataDir} holds the backup ${report.file}. Its ledger ${until}.`,
    ...(replaced === null ? [] : [`What was there lies in ${replaced}.`]),
    ...(replacedCache === null ? [] : [`The vectors that were there lie in ${replacedCache}.`]),
    ...(gap === null
      ? ['Nothing was spent after it: the ledger is complete.']
      : [
          `It does NOT know what was spent from ${iso(gap.from)} to ${iso(gap.to)}. Budgets whose window overlaps that ` +
            'admit nothing that costs until you say what the provider billed then. Start the gateway, then:',
          `  weighbridge ledger gaps close ${gap.id} --billed-usd <dollars>   (or --nothing-billed)`,
        ]),
    ...changedLimits.map(
      ({ scope, window, wasNanoUsd, isNanoUsd }) =>
        `The ${window} budget of ${scope} was ${limit(wasNanoUsd)} and is ${limit(isNanoUsd)} again.`,
    ),
    ...(revivedKeys.length === 0
      ? []
      : [`These access keys had been revoked and work again; revoke them again: ${revivedKeys.join(', ')}.`]),
    ...(report.holdsSecrets && !hasSecret
      ? [
          'Stored provider keys can only be read with the secret of that time: set WEIGHBRIDGE_SECRET, or put its secret.key there.',
        ]
      : []),
  ];
}

function limit(nanoUsd: bigint | null): string {
  return nanoUsd === null ? 'not there' : formatUsd(nanoUsd);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
