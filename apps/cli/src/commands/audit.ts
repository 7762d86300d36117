import { whole } from '../embed/settings.ts';
import { table } from '../present/table.ts';
import type { Desk } from './administration.ts';

/** `weighbridge audit`: who changed what, newest first. JSON: an array of lines. */
export async function showAudit(
  { ask, terminal }: Desk,
  options: { limit: string; action?: string },
): Promise<void> {
  const limit = whole('--limit', options.limit, 1, 200);
  const { items } = await ask((trpc) =>
    trpc.audit.list.query({ limit, ...(options.action === undefined ? {} : { action: options.action }) }),
  );
  terminal.result(items, () =>
    table(
      items,
      [
        { title: 'AT', value: (line) => line.at },
        { title: 'WHO', value: (line) => line.actor },
        { title: 'ACTION', value: (line) => line.action },
        { title: 'TARGET', value: (line) => line.target },
        { title: 'FROM', value: (line) => line.from ?? '–' },
        { title: 'TO', value: (line) => line.to ?? '–' },
        { title: 'WHY', value: (line) => line.reason ?? '–' },
      ],
      'Nothing was changed yet.',
    ),
  );
}
